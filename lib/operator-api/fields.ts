import * as z from "zod/mini";
import { parseContactPhone } from "../adapters/phone/phones.ts";
import { parseContactIdentifier } from "../domain/conversation/contact-identifier.ts";
import { conversationId, numberName } from "../domain/ids.ts";

/** A repeat is recognised by it. */
export const chosenId = z
  .string()
  .check(z.regex(/^[\w-]{1,40}$/, "use 1 to 40 letters, digits, hyphens and underscores"));

export const number = z.pipe(
  z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "use the name of a number in the settings")),
  z.transform(numberName),
);

export const conversation = z.pipe(z.string(), z.transform(conversationId));

export const contact = z.pipe(
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

// Results' fields. Functions: the Lambda parses no results, and its bundle leaves unused functions out.

/** Milliseconds since 1970. */
export const time = () => z.number();

export const sendingState = () => z.enum(["waiting", "sent", "failed", "cancelled"]);

export const lead = () =>
  z.looseObject({
    conversation: z.string(),
    number: z.string(),
    fields: z.record(z.string(), z.looseObject({ value: z.string(), source: z.string(), at: time() })),
    createdAt: time(),
    updatedAt: time(),
    revision: z.number(),
  });

export const optIn = () =>
  z.looseObject({
    id: z.optional(z.string()),
    at: time(),
    source: z.string(),
    text: z.string(),
    by: z.string(),
    recordedAt: time(),
    withdrawn: z.optional(z.looseObject({ at: time(), by: z.string(), why: z.string() })),
  });

export const rolloutFields = () => ({
  percent: z.number(),
  contacts: z.number(),
  others: z.enum(["silent", "handoff"]),
  drafts: z.boolean(),
  source: z.enum(["operator", "settings", "default"]),
  by: z.optional(z.string()),
  at: z.optional(time()),
});
