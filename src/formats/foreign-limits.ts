/** Limits of other programs' files. They hold before memory is taken, so that no file costs more than about 256 MB or a second. */
export const FOREIGN_LIMITS = {
  /** Bytes of a file. */
  file: 64 * 2 ** 20,
  /** Bytes of all members of an archive, and of all compressed parts of a file, once unpacked. */
  unpacked: 96 * 2 ** 20,
  /** Members of an archive; also arrays, groups and attributes of a file. */
  members: 1_000,
  /** Numbers of one array: a grid of 1,025 × 1,025 points, twice, as coordinates. */
  numbers: 2 * 1_025 * 1_025,
} as const;
