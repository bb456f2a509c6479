declare const LOSSCAPE_VERSION: string;

/** The version of this program in package.json; the build writes it in. */
export const VERSION = LOSSCAPE_VERSION;
