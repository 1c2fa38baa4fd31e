import * as z from "zod/mini";

/** In front of the agent's first answer, or nowhere: then the business says by itself that an AI answers. */
const disclosure = z.enum(["first-answer", "off"]);

export const disclosureSettings = { disclosure: z._default(disclosure, "first-answer") };

/** Instead of the general one. */
export const disclosureOfNumber = { disclosure: z.optional(disclosure) };

/** Leaves room for the answer below it in one message. A block of code would take in that answer. */
export const disclosureText = z.string().check(
  z.trim(),
  z.minLength(1, 'write something, or set disclosure to "off"'),
  z.maxLength(300, "use at most 300 characters"),
  z.regex(/^[^\r\n]*$/, "write it on one line"),
  z.refine((text) => !text.includes("```"), "leave out ```"),
);
