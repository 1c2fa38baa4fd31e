import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { contact, contactBody, lead, number, time } from "./fields.ts";
import { operation } from "./operator-operation.ts";

export const contactOperations = {
  leads: operation({
    method: "GET",
    path: "leads",
    params: z.object({ cursor: z.optional(z.string().check(z.maxLength(2000, "is not a cursor of ours"))) }),
    body: noBody,
    errors: ["bad-cursor"],
  }),

  export: operation({
    method: "POST",
    path: "export",
    params: noParams,
    body: z.strictObject({
      contact,
      number: z.optional(number),
      /** Holds the ids of the remaining conversations. */
      cursor: z.optional(z.string().check(z.maxLength(100_000, "is not a cursor of ours"))),
    }),
    errors: ["bad-cursor", "unknown-contact"],
  }),

  forget: operation({
    method: "POST",
    path: "forget",
    params: noParams,
    body: contactBody,
    errors: ["unknown-contact"],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const contactResults = () =>
  ({
    leads: z.looseObject({ leads: z.array(lead()), cursor: z.optional(z.string()) }),

    /** A page, which may hold only a part of a conversation. */
    export: z.looseObject({
      exportedAt: time(),
      conversations: z.array(
        z.looseObject({
          conversation: z.string(),
          transcript: z.optional(z.array(z.looseObject({ at: time() }))),
          acts: z.optional(z.array(z.looseObject({ at: time() }))),
          items: z.optional(z.array(z.unknown())),
        }),
      ),
      cursor: z.optional(z.string()),
    }),

    forget: z.looseObject({
      conversations: z.array(z.looseObject({ conversation: z.string(), erased: z.number() })),
    }),
  }) satisfies ResultSchemas<typeof contactOperations>;
