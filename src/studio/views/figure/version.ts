declare const LOSSCAPE_VERSION: string;

/** Of this program, as package.json has it: the build writes it in. */
export const VERSION = LOSSCAPE_VERSION;
