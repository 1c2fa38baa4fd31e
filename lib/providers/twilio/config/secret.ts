import * as z from "zod/mini";
import { rotated } from "../../../config/secrets/secret-kinds.ts";

export const twilioSecret = z.object({
  accountSid: z.string().check(z.regex(/^AC\w+$/, "starts with AC")),
  authTokens: rotated,
  /** Twilio may sign webhooks with these instead of the auth token. */
  sharedKeys: z.optional(rotated),
});
