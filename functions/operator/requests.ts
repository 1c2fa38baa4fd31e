import * as z from "zod/mini";
import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import { parseContactIdentifier } from "../../lib/domain/conversation/contact-identifier.ts";
import { numberName } from "../../lib/domain/ids.ts";

/** Chosen by the caller, so that a repeat is recognised. */
const chosenId = z.string().check(z.regex(/^[\w-]{1,40}$/, "use 1 to 40 letters, digits, hyphens and underscores"));
const number = z.pipe(
  z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "use the name of a number in the settings")),
  z.transform(numberName),
);
const campaignName = z.string().check(z.regex(/^[\w.-]{1,60}$/, "use 1 to 60 letters, digits, dots, hyphens and underscores"));

const contact = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const read = parseContactIdentifier(text, parseContactPhone);
    if (read) return read;
    context.issues.push({
      code: "custom",
      input: text,
      message: "use a phone number with + and country code, a business-scoped user id, or a conversation id",
    });
    return z.NEVER;
  }),
);

export const contactBody = z.strictObject({ contact, number: z.optional(number) });
export const exportBody = z.strictObject({
  contact,
  number: z.optional(number),
  cursor: z.optional(z.string().check(z.maxLength(100_000, "is not a cursor of ours"))),
});

export const pauseBody = z.strictObject({
  quiet: z.optional(z.boolean()),
  summary: z.optional(z.string().check(z.trim(), z.maxLength(500, "use at most 500 characters"))),
  id: z.optional(chosenId),
});

export const resumeBody = z.strictObject({});

/** A text that is too long has a separate error code. */
export const replyBody = z.strictObject({ text: z.string().check(z.trim()), id: z.optional(chosenId) });

export const sendTemplateBody = z.strictObject({
  number,
  contact,
  template: z.strictObject({
    name: z.string().check(z.minLength(1, "is empty"), z.maxLength(512, "use at most 512 characters")),
    language: z.optional(z.string().check(z.maxLength(20, "use at most 20 characters"))),
    values: z._default(z.record(z.string(), z.string()), {}),
  }),
  campaign: z.optional(campaignName),
  id: z.optional(chosenId),
});

export const switchBody = z.strictObject({ number: z.union([z.literal("*"), number]), off: z.boolean() });

export const numberRequest = z.object({ number });
export const campaignParams = z.object({ campaign: campaignName });
export const outboundParams = z.object({ conversation: z.string(), outbound: chosenId });
export const pageParams = z.object({ cursor: z.optional(z.string().check(z.maxLength(2000, "is not a cursor of ours"))) });

export const showParams = z.object({
  messages: z.pipe(
    z._default(z.string().check(z.regex(/^\d{1,4}$/, "use a whole number")), "50"),
    z.pipe(z.transform(Number), z.number().check(z.minimum(1, "use at least 1"), z.maximum(1000, "use at most 1000"))),
  ),
});
