/**
 * Longest experiment, result, survey or collection that is read, in bytes, by the page and by the command line alike. Above the largest that is written:
 * tests/unit/formats/file-limits.test.ts adds it up. Below the longest string that browsers and Node hold, 2^29 − 24 characters.
 */
export const LONGEST_FILE = 500 * 2 ** 20;
