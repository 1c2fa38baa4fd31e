import * as z from "zod/mini";

/**
 * What the agent reads before the question. Nothing about the person by default: the agent is another
 * company's service, and knows its customers from what they write.
 */
export const contextSettings = {
  agentContext: z.prefault(
    z.strictObject({
      /** With the first question: the customer has had no answer yet. */
      firstContact: z._default(z.boolean(), false),
      /** With the first question: the profile name, as a quote. */
      name: z._default(z.boolean(), false),
      /** With the first question: what most people in the customer's country speak. */
      language: z._default(z.boolean(), false),
      /** With each message that comes from an ad, a post or a product's page: which one. */
      origin: z._default(z.boolean(), true),
    }),
    {},
  ),
};

/** Each one instead of the general one. */
export const contextOfNumber = {
  agentContext: z.optional(
    z.strictObject({
      firstContact: z.optional(z.boolean()),
      name: z.optional(z.boolean()),
      language: z.optional(z.boolean()),
      origin: z.optional(z.boolean()),
    }),
  ),
};
