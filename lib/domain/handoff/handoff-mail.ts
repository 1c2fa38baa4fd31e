import type { Customer } from "../inbound/inbound.ts";
import { singleLine } from "../single-line.ts";
import { agentNote, quotedText } from "../turn/agent-note.ts";
import type { Handoff, HandoffReason } from "./handoff.ts";
import {
  answerUntil,
  customerFacts,
  type Fact,
  factLines,
  formatTime,
  howToAnswer,
  nameInSubject,
} from "./mail-parts.ts";

const REASONS: Record<HandoffReason, string> = {
  asked: "the customer asked for a person",
  agent: "the assistant asked for a person",
  phrase: "the assistant's answer says that a person will help",
  "agent-failed": "the assistant could not answer",
  stale: "a message arrived too late to be answered automatically",
  loop: "the other side seems to be another bot",
  rollout: "the bot does not answer this customer yet",
  operator: "a colleague took over",
  app: "a colleague wrote from the WhatsApp Business app",
};

const AUTHORS = { customer: "Customer", agent: "Assistant", person: "Colleague", system: "System" } as const;

export type TranscriptLine = { at: number; from: keyof typeof AUTHORS; text: string };

/** `link` opens the chat, `inbox` the same in the inbox. Without `customer` and `transcript` it identifies nobody. */
export function handoffMail(details: {
  handoff: Handoff;
  conversation: string;
  number: string;
  windowClosesAt: number | undefined;
  /** Outside business hours: when people are there again. */
  opens?: string;
  customer?: Customer;
  link?: string;
  inbox?: string;
  stage?: string | undefined;
  transcript?: readonly TranscriptLine[];
}): { subject: string; text: string } {
  const { handoff, conversation, number, windowClosesAt, customer, link, inbox, stage, transcript, opens } =
    details;
  const chat = link ?? inbox;
  const facts: Fact[] = [
    ["Why", REASONS[handoff.reason]],
    ["In short", handoff.summary && singleLine(handoff.summary)],
    ...customerFacts(customer),
    ["Waiting since", formatTime(handoff.since)],
    ["Outside business hours until", opens],
    answerUntil(windowClosesAt),
    ["Open the chat", chat],
    ["Conversation", conversation],
  ];
  const lines = (transcript ?? []).map(
    ({ at, from, text }) => `${formatTime(at).slice(11, 16)} ${AUTHORS[from]}: ${singleLine(text)}`,
  );
  return {
    subject: `${handoff.reason === "loop" ? "Please look" : "A person is wanted"}${nameInSubject(customer)} (${number})`,
    text: [
      `WhatsApp number "${number}". ${handoff.botUntil === undefined ? "The assistant is silent in this conversation now." : "The assistant goes on until your business hours begin, or until you answer."}`,
      "",
      ...factLines(facts),
      "",
      ...(lines.length > 0 ? ["The last messages (times in UTC):", ...lines, ""] : []),
      ...howToAnswer({ conversation, stage, inbox, chat }),
    ].join("\n"),
  };
}

const MAX_NOTED = 10;
const MAX_NOTE_LENGTH = 2_000;

/**
 * What the agent reads of an ended handoff: what colleagues wrote, unless `transcript` is absent, and the note
 * of the one who handed back. `undefined` if there is neither. `wasTold`: whether the team had heard of it.
 */
export function handoffAgentNote(
  handoff: { since: number; endedAt: number; note?: string },
  transcript: readonly TranscriptLine[] | undefined,
  wasTold: boolean,
): string | undefined {
  const written = transcript && whatColleaguesWrote(handoff, transcript, wasTold);
  const sentences = [
    ...(written ? [written] : []),
    ...(handoff.note ? [`A colleague tells you: ${quotedText(handoff.note, MAX_NOTE_LENGTH)}`] : []),
  ];
  return sentences.length > 0 ? agentNote(sentences.join(" ")) : undefined;
}

function whatColleaguesWrote(
  { since, endedAt }: { since: number; endedAt: number },
  transcript: readonly TranscriptLine[],
  wasTold: boolean,
): string | undefined {
  const times = `from ${formatTime(since)} to ${formatTime(endedAt)}`;
  const staffMessages = transcript.filter(
    ({ from, at }) => from === "person" && at >= since && at <= endedAt,
  );
  if (staffMessages.length === 0)
    return wasTold ? `A colleague was asked to take over this chat ${times}, but wrote nothing.` : undefined;
  const quotes = staffMessages.slice(-MAX_NOTED).map(({ text }) => quotedText(text, 500));
  const scope =
    staffMessages.length > MAX_NOTED ? `(the last ${MAX_NOTED} of ${staffMessages.length} messages) ` : "";
  return `A colleague took over this chat ${times} and wrote: ${scope}${quotes.join(" / ")}`;
}
