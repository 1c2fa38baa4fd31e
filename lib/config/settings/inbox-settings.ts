import * as z from "zod/mini";

/** The text keeps its line breaks. */
const savedReply = z.strictObject({
  /** Typed after `/` in the inbox. */
  name: z
    .string()
    .check(
      z.trim(),
      z.regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M} _-]{0,39}$/u, "use 1 to 40 letters, digits, spaces and hyphens"),
    ),
  text: z
    .string()
    .check(z.trim(), z.minLength(1, "write something"), z.maxLength(4096, "use at most 4096 characters")),
});

const namesOf = (replies: readonly { name: string }[]) =>
  new Set(replies.map(({ name }) => name.normalize("NFC").toLowerCase()));

export const inboxSettings = {
  inbox: z.prefault(
    z.strictObject({
      enabled: z._default(z.boolean(), true),
      mfa: z._default(z.enum(["required", "optional", "off"]), "required"),
      savedReplies: z._default(
        z.array(savedReply).check(
          z.maxLength(200, "use at most 200"),
          z.refine((replies) => namesOf(replies).size === replies.length, "two have the same name"),
        ),
        [],
      ),
    }),
    {},
  ),
};
