/** The date of every member of an archive that is written, so that the same content makes the same bytes: the oldest that zip knows. */
export const OLDEST_DATE = new Date(1980, 0, 1);
