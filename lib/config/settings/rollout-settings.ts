import * as z from "zod/mini";
import { MAX_ROLLOUT_CONTACTS } from "../../domain/rollout/rollout.ts";

/** The record that `wa rollout` writes replaces it. */
export const rolloutSettings = {
  rollout: z.optional(
    z.strictObject({
      /** A phone number with + and country code, or a business-scoped user id. */
      contacts: z._default(
        z
          .array(
            z
              .string()
              .check(
                z.regex(
                  /^(?:\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9.]{1,128})$/,
                  'use a phone number such as "+4915112345678", or a user id such as "DE.13491208655302741918"',
                ),
              ),
          )
          .check(z.maxLength(MAX_ROLLOUT_CONTACTS, `use at most ${MAX_ROLLOUT_CONTACTS}`)),
        [],
      ),
      /** Of all others. Default: 0 where contacts are listed, else 100. */
      percent: z.optional(
        z.number().check(z.minimum(0, "use at least 0"), z.maximum(100, "use at most 100")),
      ),
      others: z._default(z.enum(["silent", "handoff"]), "silent"),
      drafts: z._default(z.boolean(), false),
    }),
  ),
};
