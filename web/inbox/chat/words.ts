import type { HandoffReason } from "../../../lib/domain/handoff/handoff.ts";
import type { Content, MediaKind } from "../../../lib/domain/inbound/inbound.ts";
import type { Outcome } from "../../../lib/domain/turn/outcome.ts";

/** What kinds of messages are called. A kind that is not here is shown by its own name; plain text by none. */
const KINDS: Readonly<Record<string, string>> = {
  image: "Photo",
  video: "Video",
  audio: "Audio",
  voice: "Voice message",
  document: "Document",
  sticker: "Sticker",
  location: "Location",
  contacts: "Contact card",
  order: "Order",
  form: "Form",
  "call-permission": "Answer about calls",
  edit: "Changed a message",
  revoke: "Deleted a message",
  reaction: "Reaction",
  template: "Template",
  unsupported: "Something that WhatsApp does not pass on",
} satisfies Partial<Record<Content["kind"] | MediaKind | "template", string>>;

/** What stands beside a kind's name: the API begins such texts with the kind in brackets. */
export const textBeside = (text: string): string => text.replace(/^\[[^\]\n]{1,40}\]\s*/, "");

/** Without the brackets that keep it apart from the customer's words for the agent. */
export const withoutBrackets = (text: string): string => text.replace(/^\u27e6|\u27e7$/g, "");

const PLAIN: readonly string[] = ["text", "button", "choice", "opt-out"] satisfies Content["kind"][];

export const kindOf = (kind: string): string | undefined =>
  PLAIN.includes(kind) ? undefined : (KINDS[kind] ?? kind);

/** Why a person is asked for. */
export const REASONS: Readonly<Record<string, string>> = {
  asked: "the customer asked for a person",
  agent: "the agent asked for a person",
  phrase: "the agent promised a person",
  "agent-failed": "the agent could not answer",
  operator: "a colleague took over",
  app: "somebody answered from the Business app",
  stale: "the message came late",
  rollout: "the bot does not answer this customer yet",
  loop: "another bot seems to be on the other side",
} satisfies Record<HandoffReason, string>;

/** How far a message of ours is, where no ticks say it. */
export const STATUSES: Readonly<Record<string, string>> = {
  queued: "waiting to be sent",
  sending: "sending…",
  cancelled: "not sent",
  unknown: "WhatsApp has not confirmed it",
};

const ENDINGS: Readonly<Record<string, string>> = {
  failed: "the bot could not answer this",
  drafted: "an answer waits for a tap",
  deferred: "answered when the customer writes again",
  ignored: "not answered",
} satisfies Partial<Record<Outcome["kind"], string>>;

/** How a message of the customer's ended, where that is worth a word. `status`: a kind of outcome, and why. */
export const endingOf = (status: string): string | undefined => ENDINGS[status.split(":")[0] ?? ""];

const ACTS: Readonly<Record<string, string>> = {
  assign: "took the chat",
  release: "let a colleague answer",
  pause: "paused the bot",
  resume: "handed the chat back to the bot",
  "send-draft": "sent the bot’s answer",
  "edit-draft": "changed the bot’s answer and sent it",
  "discard-draft": "discarded the bot’s answer",
  export: "exported the customer’s data",
};

/** They stand in the chat themselves. */
const SEEN: readonly string[] = ["note", "text", "reply", "template"];

/** What a member of staff did, in words. `undefined`: it is seen anyway. */
export const actOf = (what: string): string | undefined =>
  SEEN.includes(what) ? undefined : (ACTS[what] ?? what);
