import * as z from "zod/mini";
import { LANGUAGES } from "../../domain/language/language-codes.ts";
import { disclosureText } from "./disclosure-settings.ts";

export const name = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "use 1 to 40 lower-case letters, digits and hyphens"));
export const id = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._-]{1,128}$/, "use the id exactly as the provider shows it"));
export const digits = z.string().check(z.regex(/^\d{5,32}$/, "use the digits that Meta shows, in quotes"));
export const url = z.pipe(
  z.string().check(z.regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, "use an http(s) URL without a query")),
  z.transform((text) => text.replace(/\/+$/, "")),
);
/** Kept exactly: a slash at the end or a key in the query belongs to it. */
export const webhookUrl = z
  .string()
  .check(
    z.regex(
      /^(?:https:\/\/[^\s/?#]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)(?:[/?][^\s#]*)?$/,
      "use an https URL",
    ),
  );
const hostName = z
  .string()
  .check(
    z.regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'use a host name such as "cdn.example.com"'),
  );
/** Or loopback, for tests. */
export const mediaHost = z.union([z.enum(["localhost", "127.0.0.1"]), hostName], {
  error: 'use a host name such as "cdn.example.com"',
});
export const whole = (least: number, most: number) =>
  z
    .number()
    .check(z.int(), z.minimum(least, `use at least ${least}`), z.maximum(most, `use at most ${most}`));
export const email = z.string().check(z.email("use an e-mail address"));
export const line = z
  .string()
  .check(z.trim(), z.minLength(1, "write something"), z.maxLength(1000, "use at most 1000 characters"));

/** Defaults: lib/domain/language/languages.ts. */
export const texts = z.prefault(
  z.strictObject({
    fallback: z.optional(line),
    handoff: z.optional(line),
    /** Outside the hours. `{opens}` becomes the time when people are there again. */
    handoffClosed: z.optional(line),
    /** Confirms an opt-out and says how to undo it. */
    optedOut: z.optional(line),
    optedIn: z.optional(line),
    tooMany: z.optional(line),
    /** Asks to send again what could not be read. */
    resend: z.optional(line),
    /** In front of the agent's first answer. */
    disclosure: z.optional(disclosureText),
    /** The button that opens a list of options. */
    choose: z.optional(
      z
        .string()
        .check(z.trim(), z.minLength(1, "write something"), z.maxLength(20, "use at most 20 characters")),
    ),
  }),
  {},
);

/** "auto": by the customer's country. */
export const language = z.enum([...LANGUAGES, "auto"]);

export const phraseList = z._default(
  z.array(
    z.string().check(z.trim(), z.minLength(1, "is empty"), z.maxLength(60, "use at most 60 characters")),
  ),
  [],
);

/** Its values cannot be looked up when the system sends it, so a header states its type. */
export const template = z.strictObject({
  /** Meta: its name. Twilio: its content sid, `HX…`. */
  name: z.string().check(z.regex(/^[\w-]{1,512}$/, "use the template's name, or its content sid at Twilio")),
  language: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/,
          'use the language exactly as approved, for instance "en_US"',
        ),
      ),
  ),
  /** By placeholder: "1", "2" … or names. `{name}` in a value becomes the customer's name. */
  body: z.optional(z.record(z.string(), line)),
  header: z.optional(
    z.strictObject({
      type: z.enum(["text", "image", "video", "document"]),
      value: line,
      placeholder: z.optional(z.string()),
    }),
  ),
  buttons: z.optional(
    z.array(
      z.strictObject({ index: whole(0, 9), type: z.enum(["quick_reply", "url", "copy_code"]), value: line }),
    ),
  ),
});
