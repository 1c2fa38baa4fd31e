import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { chosenId, contact, contactBody, lead, number, optIn, time } from "./fields.ts";
import { operation } from "./operator-operation.ts";

/** 2000: earlier times are seconds, or a mistake. */
const MIN_TIME = Date.UTC(2000, 0);

export const contactOperations = {
  leads: operation({
    method: "GET",
    path: "leads",
    params: z.object({ cursor: z.optional(z.string().check(z.maxLength(2000, "is not a cursor of ours"))) }),
    body: noBody,
    errors: ["bad-cursor"],
  }),

  "opt-in": operation({
    method: "POST",
    path: "opt-ins",
    params: noParams,
    body: z.strictObject({
      number,
      contact,
      source: z
        .string()
        .check(
          z.trim(),
          z.minLength(1, "say where the customer agreed"),
          z.maxLength(200, "use at most 200 characters"),
          z.regex(/^[^\r\n]*$/, "write it on one line"),
        ),
      text: z
        .string()
        .check(
          z.trim(),
          z.minLength(1, "say what the customer agreed to"),
          z.maxLength(1000, "use at most 1000 characters"),
        ),
      at: z.optional(
        z
          .number()
          .check(z.int("use milliseconds since 1970"), z.minimum(MIN_TIME, "use milliseconds since 1970")),
      ),
      id: z.optional(chosenId),
    }),
    errors: ["unknown-number", "unknown-contact", "opt-in-in-future"],
  }),

  "withdraw-opt-ins": operation({
    method: "POST",
    path: "opt-ins/withdrawals",
    params: noParams,
    body: z.strictObject({
      number,
      contact,
      why: z
        .string()
        .check(
          z.trim(),
          z.minLength(1, "say why"),
          z.maxLength(200, "use at most 200 characters"),
          z.regex(/^[^\r\n]*$/, "write it on one line"),
        ),
      id: z.optional(chosenId),
    }),
    errors: ["unknown-number", "unknown-opt-in"],
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

    "opt-in": z.looseObject({
      conversation: z.string(),
      result: z.enum(["recorded", "repeated"]),
      optIns: z.number(),
      /** Recorded before, and withdrawn since. */
      withdrawn: z.optional(z.boolean()),
      /** The customer's own opt-out: it counts all the same. */
      blocked: z.optional(z.string()),
    }),

    "withdraw-opt-ins": z.looseObject({ withdrawn: z.number(), optIns: z.number() }),

    /** A page, which may hold only a part of a conversation. */
    export: z.looseObject({
      exportedAt: time(),
      conversations: z.array(
        z.looseObject({
          conversation: z.string(),
          transcript: z.optional(z.array(z.looseObject({ at: time() }))),
          acts: z.optional(z.array(z.looseObject({ at: time() }))),
          optIns: z.optional(z.array(optIn())),
          items: z.optional(z.array(z.unknown())),
        }),
      ),
      cursor: z.optional(z.string()),
    }),

    forget: z.looseObject({
      conversations: z.array(z.looseObject({ conversation: z.string(), erased: z.number() })),
    }),
  }) satisfies ResultSchemas<typeof contactOperations>;
