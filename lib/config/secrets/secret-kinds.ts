import * as z from "zod/mini";

export const filled = z.string().check(z.minLength(1, "is empty"));
/** The first entry signs, any verifies: a rotation needs no downtime. */
export const rotated = z
  .array(filled)
  .check(z.minLength(1, "needs at least one entry"), z.maxLength(5, "keep at most five entries"));
