/**
 * Longest experiment, result, survey or collection that the page and the command line read, in bytes. It is above the largest file that is
 * written (tests/unit/formats/files/file-limits.test.ts adds up its parts) and below the longest string of browsers and Node, 2^29 − 24
 * characters.
 */
export const LONGEST_FILE = 500 * 2 ** 20;
