import * as z from "zod/mini";

export const optInSettings = {
  optIn: z.prefault(
    z.strictObject({
      /** A marketing template goes only to customers with a recorded opt-in. */
      requiredForMarketing: z._default(z.boolean(), false),
    }),
    {},
  ),
};
