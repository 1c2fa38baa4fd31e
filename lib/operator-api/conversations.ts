import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { chosenId, contactBody, conversation, lead, optIn, sendingState, time } from "./fields.ts";
import { operation } from "./operator-operation.ts";

const conversationParams = z.object({ conversation });

export const conversationOperations = {
  find: operation({
    method: "POST",
    path: "find",
    params: noParams,
    body: contactBody,
    errors: ["unknown-contact"],
  }),

  handoffs: operation({ method: "GET", path: "handoffs", params: noParams, body: noBody, errors: [] }),

  show: operation({
    method: "GET",
    path: "{conversation}",
    params: z.object({
      conversation,
      messages: z.pipe(
        z._default(z.string().check(z.regex(/^\d{1,4}$/, "use a whole number")), "50"),
        z.pipe(
          z.transform(Number),
          z.number().check(z.minimum(1, "use at least 1"), z.maximum(1000, "use at most 1000")),
        ),
      ),
    }),
    body: noBody,
    errors: ["unknown-conversation"],
  }),

  pause: operation({
    method: "POST",
    path: "{conversation}/pause",
    params: conversationParams,
    body: z.strictObject({
      quiet: z.optional(z.boolean()),
      summary: z.optional(z.string().check(z.trim(), z.maxLength(500, "use at most 500 characters"))),
      id: z.optional(chosenId),
    }),
    errors: ["unknown-conversation", "unknown-number"],
  }),

  resume: operation({
    method: "POST",
    path: "{conversation}/resume",
    params: conversationParams,
    body: z.strictObject({}),
    errors: ["unknown-conversation", "unknown-number"],
  }),

  reply: operation({
    method: "POST",
    path: "{conversation}/reply",
    params: conversationParams,
    /** A text that is too long has a separate error code. */
    body: z.strictObject({ text: z.string().check(z.trim()), id: z.optional(chosenId) }),
    errors: ["bad-text", "unknown-conversation", "unknown-number", "opted-out", "window-closed", "id-taken"],
  }),

  outbound: operation({
    method: "GET",
    path: "{conversation}/outbound/{outbound}",
    params: z.object({ conversation, outbound: chosenId }),
    body: noBody,
    errors: ["unknown-outbound"],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const conversationResults = () => {
  const handoff = z.looseObject({
    id: z.optional(z.string()),
    reason: z.string(),
    since: time(),
    by: z.optional(z.string()),
    summary: z.optional(z.string()),
  });
  const customer = z.looseObject({
    profileName: z.optional(z.string()),
    username: z.optional(z.string()),
    phone: z.optional(z.string()),
    userId: z.optional(z.string()),
  });

  return {
    find: z.looseObject({
      conversations: z.array(
        z.looseObject({
          conversation: z.string(),
          number: z.optional(z.string()),
          provider: z.optional(z.string()),
          lastInboundAt: z.optional(time()),
          windowClosesAt: z.optional(time()),
          paused: z.boolean(),
          optedOut: z.boolean(),
        }),
      ),
    }),

    handoffs: z.looseObject({
      handoffs: z.array(
        z.looseObject({
          conversation: z.string(),
          number: z.optional(z.string()),
          reason: z.string(),
          since: time(),
          waitingSeconds: z.number(),
          windowSecondsLeft: z.number(),
          /** Outside business hours: when people are there again, and how long the bot goes on. */
          opensAt: z.optional(time()),
          botUntil: z.optional(time()),
          resumesAt: z.optional(time()),
          customer: z.looseObject({
            name: z.optional(z.string()),
            phone: z.optional(z.string()),
            userId: z.optional(z.string()),
          }),
          by: z.optional(z.string()),
          summary: z.optional(z.string()),
        }),
      ),
    }),

    show: z.looseObject({
      conversation: z.string(),
      number: z.optional(z.string()),
      customer: z.optional(customer),
      lastInboundAt: z.optional(time()),
      windowClosesAt: z.optional(time()),
      handoff: z.optional(handoff),
      resumesAt: z.optional(time()),
      opensAt: z.optional(time()),
      botUntil: z.optional(time()),
      optedOut: z.boolean(),
      lead: z.optional(lead()),
      optIns: z.optional(z.array(optIn())),
      transcript: z.array(
        z.looseObject({
          at: time(),
          from: z.string(),
          text: z.string(),
          /** Stood in front of the text. */
          disclosure: z.optional(z.string()),
          state: z.optional(z.string()),
        }),
      ),
      acts: z.array(
        z.looseObject({ at: time(), by: z.string(), what: z.string(), detail: z.optional(z.string()) }),
      ),
      /** Older messages that did not fit into the response. */
      omitted: z.optional(z.number()),
    }),

    pause: z.looseObject({ result: z.enum(["paused", "already-paused"]), handoff: z.optional(handoff) }),
    resume: z.looseObject({ result: z.enum(["resumed", "not-paused"]) }),
    reply: z.looseObject({
      conversation: z.string(),
      outbound: z.string(),
      result: z.enum(["queued", "repeated"]),
    }),
    outbound: z.looseObject({ state: sendingState(), code: z.optional(z.string()) }),
  } satisfies ResultSchemas<typeof conversationOperations>;
};
