import * as z from "zod/mini";
import { rotated } from "../../config/secret-kinds.ts";

export const twilioSecret = z.object({
  accountSid: z.string().check(z.regex(/^AC\w+$/, "starts with AC")),
  authTokens: rotated,
  /** Keys by which Twilio may sign webhooks instead of the auth token. */
  sharedKeys: z.optional(rotated),
});
