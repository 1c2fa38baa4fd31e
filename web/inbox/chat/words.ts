import type { HandoffReason } from "../../../lib/domain/handoff/handoff.ts";
import type { Outcome } from "../../../lib/domain/turn/outcome.ts";

/** What kinds of messages are called. A kind that is not here is shown by its own name. */
export const KINDS: Readonly<Record<string, string>> = {
  image: "Photo",
  photo: "Photo",
  voice: "Voice message",
  audio: "Audio",
  video: "Video",
  document: "Document",
  sticker: "Sticker",
  location: "Location",
  contacts: "Contact card",
  contact: "Contact card",
  reaction: "Reaction",
  template: "Template",
  order: "Order",
  unsupported: "Something WhatsApp does not pass on",
};

/** Why a person is asked for. */
export const REASONS: Readonly<Record<string, string>> = {
  asked: "the customer asked for a person",
  agent: "the agent asked for a person",
  phrase: "the agent promised a person",
  "agent-failed": "the agent could not answer",
  operator: "a colleague took over",
  app: "somebody answered from the Business app",
  stale: "the message came late",
  loop: "another bot seems to be on the other side",
} satisfies Record<HandoffReason, string>;

/** How far a message of ours is, where no ticks say it. */
export const STATUSES: Readonly<Record<string, string>> = {
  queued: "waiting to be sent",
  sending: "sending…",
  cancelled: "not sent",
  unknown: "WhatsApp has not confirmed it",
};

/** How a message of the customer's ended, where that is worth a word. */
export const ENDINGS: Readonly<Record<string, string>> = {
  failed: "the bot could not answer this",
  deferred: "answered when the customer writes again",
  ignored: "not answered",
} satisfies Partial<Record<Outcome["kind"], string>>;
