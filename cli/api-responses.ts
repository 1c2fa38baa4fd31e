import * as z from "zod/mini";

// Responses of the operator API, with the fields that the commands use (docs/operator-api.md). Other fields
// pass unchanged.

const object = z.looseObject;

/** Milliseconds since 1970. */
const time = z.number();
const text = z.string();

const foundConversation = object({
  conversation: text,
  number: z.optional(text),
  provider: z.optional(text),
  lastInboundAt: z.optional(time),
  windowClosesAt: z.optional(time),
  paused: z.boolean(),
  optedOut: z.boolean(),
});
export type FoundConversation = z.output<typeof foundConversation>;
export const foundConversations = object({ conversations: z.array(foundConversation) });

const openHandoff = object({
  conversation: text,
  number: z.optional(text),
  reason: text,
  since: time,
  waitingSeconds: z.number(),
  windowSecondsLeft: z.number(),
  resumesAt: z.optional(time),
  customer: object({ name: z.optional(text), phone: z.optional(text), userId: z.optional(text) }),
  by: z.optional(text),
  summary: z.optional(text),
});
export type OpenHandoff = z.output<typeof openHandoff>;
export const openHandoffs = object({ handoffs: z.array(openHandoff) });

const handoff = object({ id: z.optional(text), reason: text, since: time, by: z.optional(text), summary: z.optional(text) });
const lead = object({
  conversation: text,
  number: text,
  fields: z.record(text, object({ value: text, source: text, at: time })),
  createdAt: time,
  updatedAt: time,
  revision: z.number(),
});
export type Lead = z.output<typeof lead>;
export const leadPage = object({ leads: z.array(lead), cursor: z.optional(text) });

const transcriptMessage = object({ at: time, from: text, text, state: z.optional(text) });
export type TranscriptMessage = z.output<typeof transcriptMessage>;
const staffAction = object({ at: time, by: text, what: text, detail: z.optional(text) });

export const conversationDetails = object({
  conversation: text,
  number: z.optional(text),
  customer: z.optional(
    object({ profileName: z.optional(text), username: z.optional(text), phone: z.optional(text), userId: z.optional(text) }),
  ),
  lastInboundAt: z.optional(time),
  windowClosesAt: z.optional(time),
  handoff: z.optional(handoff),
  resumesAt: z.optional(time),
  optedOut: z.boolean(),
  lead: z.optional(lead),
  transcript: z.array(transcriptMessage),
  acts: z.array(staffAction),
  /** How many older messages did not fit into the response. */
  omitted: z.optional(z.number()),
});
export type ConversationDetails = z.output<typeof conversationDetails>;

export const pauseResult = object({ result: z.enum(["paused", "already-paused"]), handoff: z.optional(handoff) });
export const resumeResult = object({ result: z.enum(["resumed", "not-paused"]) });
export const queuedMessage = object({ conversation: text, outbound: text, result: z.enum(["queued", "repeated"]) });
const skippedMessage = object({ result: z.literal("skipped"), reason: text });
export const templateResult = z.union([queuedMessage, skippedMessage]);

const state = z.enum(["waiting", "sent", "failed", "cancelled"]);
export const outboundState = object({ state, code: z.optional(text) });
export type OutboundState = z.output<typeof outboundState>;

const templateDefinition = object({
  name: text,
  title: z.exactOptional(text),
  language: z.exactOptional(text),
  status: text,
  category: z.exactOptional(text),
  named: z.boolean(),
  body: object({ text, placeholders: z.array(text) }),
  header: z.exactOptional(object({ type: z.enum(["text", "image", "video", "document"]), placeholders: z.array(text) })),
  buttons: z.array(object({ index: z.number(), type: z.enum(["quick_reply", "url", "copy_code"]) })),
});
export const templates = object({
  templates: z.array(templateDefinition),
  dailyLimit: z.nullable(z.number()),
  usedLast24Hours: z.number(),
});
export type Templates = z.output<typeof templates>;

export const campaign = object({
  jobs: z.array(object({ conversation: text, state, code: z.optional(text) })),
  counts: object({ waiting: z.number(), sent: z.number(), failed: z.number(), cancelled: z.number() }),
});
export type Campaign = z.output<typeof campaign>;

export const switches = object({
  switches: z.array(object({ number: text, off: z.boolean(), by: z.optional(text), at: z.optional(time) })),
});
export const numbers = object({
  numbers: z.array(object({ number: text, held: z.optional(object({ until: time, since: time, code: text })) })),
});
/** One page. It may hold only a part of a conversation. */
export const exportedPage = object({
  exportedAt: time,
  conversations: z.array(
    object({
      conversation: text,
      transcript: z.optional(z.array(object({ at: time }))),
      acts: z.optional(z.array(object({ at: time }))),
      items: z.optional(z.array(z.unknown())),
    }),
  ),
  cursor: z.optional(text),
});
export type ExportedPage = z.output<typeof exportedPage>;
export const forgetResult = object({ conversations: z.array(object({ conversation: text, erased: z.number() })) });
