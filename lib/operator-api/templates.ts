import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { chosenId, contact, number, sendingState } from "./fields.ts";
import { operation } from "./operator-operation.ts";

const campaign = z
  .string()
  .check(z.regex(/^[\w.-]{1,60}$/, "use 1 to 60 letters, digits, dots, hyphens and underscores"));

export const templateOperations = {
  templates: operation({
    method: "GET",
    path: "templates",
    params: z.object({ number }),
    body: noBody,
    errors: ["unknown-number", "provider-failed"],
  }),

  "send-template": operation({
    method: "POST",
    path: "templates",
    params: noParams,
    body: z.strictObject({
      number,
      contact,
      template: z.strictObject({
        name: z.string().check(z.minLength(1, "is empty"), z.maxLength(512, "use at most 512 characters")),
        language: z.optional(z.string().check(z.maxLength(20, "use at most 20 characters"))),
        values: z._default(z.record(z.string(), z.string()), {}),
      }),
      campaign: z.optional(campaign),
      id: z.optional(chosenId),
    }),
    errors: [
      "unknown-number",
      "unknown-contact",
      "switched-off",
      "id-taken",
      "bad-template",
      "unknown-category",
      "daily-limit",
      "provider-failed",
    ],
  }),

  campaign: operation({
    method: "GET",
    path: "campaigns/{campaign}",
    params: z.object({ campaign }),
    body: noBody,
    errors: [],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const templateResults = () => {
  const definition = z.looseObject({
    name: z.string(),
    title: z.exactOptional(z.string()),
    language: z.exactOptional(z.string()),
    status: z.string(),
    category: z.exactOptional(z.string()),
    named: z.boolean(),
    body: z.looseObject({ text: z.string(), placeholders: z.array(z.string()) }),
    header: z.exactOptional(
      z.looseObject({
        type: z.enum(["text", "image", "video", "document"]),
        placeholders: z.array(z.string()),
      }),
    ),
    buttons: z.array(z.looseObject({ index: z.number(), type: z.enum(["quick_reply", "url", "copy_code"]) })),
  });

  return {
    templates: z.looseObject({
      templates: z.array(definition),
      /** `null`: no limit is known. */
      dailyLimit: z.nullable(z.number()),
      usedLast24Hours: z.number(),
    }),

    "send-template": z.union([
      z.looseObject({
        conversation: z.string(),
        outbound: z.string(),
        result: z.enum(["queued", "repeated"]),
      }),
      z.looseObject({ result: z.literal("skipped"), reason: z.string() }),
    ]),

    campaign: z.looseObject({
      jobs: z.array(
        z.looseObject({ conversation: z.string(), state: sendingState(), code: z.optional(z.string()) }),
      ),
      counts: z.looseObject({
        waiting: z.number(),
        sent: z.number(),
        failed: z.number(),
        cancelled: z.number(),
      }),
    }),
  } satisfies ResultSchemas<typeof templateOperations>;
};
