import * as z from "zod/mini";
import { hoursProblems } from "../../domain/hours/hours-problems.ts";

const spans = z.optional(z.array(z.string()).check(z.maxLength(10, "use at most 10 a day")));

/** When people are there. */
const hours = z
  .strictObject({
    timeZone: z.string(),
    open: z.strictObject({
      mon: spans,
      tue: spans,
      wed: spans,
      thu: spans,
      fri: spans,
      sat: spans,
      sun: spans,
    }),
    closed: z._default(z.array(z.string()).check(z.maxLength(1000, "use at most 1000")), []),
  })
  .check(
    z.superRefine((given, { addIssue }) => {
      for (const problem of hoursProblems(given)) addIssue({ code: "custom", ...problem });
    }),
  );

/** Without them people count as there at any time. */
export const hoursSettings = { hours: z.optional(hours) };

/** "always": also where the general hours say otherwise. */
export const hoursOfNumber = {
  hours: z.optional(
    z.union([z.literal("always"), hours], { error: 'use "always" or hours with timeZone and open' }),
  ),
};

export const handoffHoursSettings = {
  /** "keep-bot": outside the hours the bot goes on until they begin. */
  outsideHours: z._default(z.enum(["queue", "keep-bot"]), "queue"),
};
