import type { Customer } from "../inbound/inbound.ts";
import { singleLine } from "../single-line.ts";
import { agentNote, quotedText } from "../turn/agent-note.ts";
import type { Handoff, HandoffReason } from "./handoff.ts";

const REASONS: Record<HandoffReason, string> = {
  asked: "the customer asked for a person",
  agent: "the assistant asked for a person",
  phrase: "the assistant's answer says that a person will help",
  "agent-failed": "the assistant could not answer",
  stale: "a message arrived too late to be answered automatically",
  loop: "the other side seems to be another bot",
  operator: "a colleague took over",
  app: "a colleague wrote from the WhatsApp Business app",
};

const AUTHORS = { customer: "Customer", agent: "Assistant", person: "Colleague", system: "System" } as const;

export type TranscriptLine = { at: number; from: keyof typeof AUTHORS; text: string };

/** "2026-11-24 18:05 UTC" */
const formatTime = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** `link` opens the chat, `inbox` the same in the inbox. Without `customer` and `transcript` it identifies nobody. */
export function handoffMail(details: {
  handoff: Handoff;
  conversation: string;
  number: string;
  windowClosesAt: number | undefined;
  customer?: Customer;
  link?: string;
  inbox?: string;
  transcript?: readonly TranscriptLine[];
}): { subject: string; text: string } {
  const { handoff, conversation, number, windowClosesAt, customer, link, inbox, transcript } = details;
  const name = customer?.profileName ?? customer?.username;
  const chat = link ?? inbox;
  const facts: (readonly [string, string | undefined])[] = [
    ["Why", REASONS[handoff.reason]],
    ["In short", handoff.summary && singleLine(handoff.summary)],
    ["Customer", name && singleLine(name)],
    ["Phone", customer?.phone && `+${customer.phone}`],
    ["User name", customer?.username && `@${customer.username}`],
    ["Waiting since", formatTime(handoff.since)],
    [
      "Answer until",
      windowClosesAt === undefined
        ? undefined
        : `${formatTime(windowClosesAt)}; after that only a template can be sent`,
    ],
    ["Open the chat", chat],
    ["Conversation", conversation],
  ];
  const lines = (transcript ?? []).map(
    ({ at, from, text }) => `${formatTime(at).slice(11, 16)} ${AUTHORS[from]}: ${singleLine(text)}`,
  );
  return {
    subject: `${handoff.reason === "loop" ? "Please look" : "A person is wanted"}${name ? `: ${singleLine(name, 40)}` : ""} (${number})`,
    text: [
      `WhatsApp number "${number}". The assistant is silent in this conversation now.`,
      "",
      ...facts.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : [])),
      "",
      ...(lines.length > 0 ? ["The last messages (times in UTC):", ...lines, ""] : []),
      ...howToAnswer(conversation, inbox, chat),
    ].join("\n"),
  };
}

function howToAnswer(conversation: string, inbox: string | undefined, chat: string | undefined): string[] {
  const command = `  npm run wa -- reply ${conversation} "…"`;
  if (inbox === undefined)
    return [
      "Answer in the WhatsApp Business app if the number is used there, or with",
      command,
      "and hand back with",
      `  npm run wa -- resume ${conversation}`,
    ];
  const where = inbox === chat ? "by that link" : `in the inbox, ${inbox}`;
  return [`Answer and hand back ${where}. Without the inbox:`, command];
}

const MAX_NOTED = 10;
const MAX_NOTE_LENGTH = 2_000;

/**
 * What the agent reads of an ended handoff: what colleagues wrote, unless `transcript` is absent, and the note
 * of the one who handed back. `undefined` if there is neither.
 */
export function handoffAgentNote(
  handoff: { since: number; endedAt: number; note?: string },
  transcript: readonly TranscriptLine[] | undefined,
): string | undefined {
  const sentences = [
    ...(transcript ? [whatColleaguesWrote(handoff, transcript)] : []),
    ...(handoff.note ? [`A colleague tells you: ${quotedText(handoff.note, MAX_NOTE_LENGTH)}`] : []),
  ];
  return sentences.length > 0 ? agentNote(sentences.join(" ")) : undefined;
}

function whatColleaguesWrote(
  { since, endedAt }: { since: number; endedAt: number },
  transcript: readonly TranscriptLine[],
): string {
  const times = `from ${formatTime(since)} to ${formatTime(endedAt)}`;
  const staffMessages = transcript.filter(
    ({ from, at }) => from === "person" && at >= since && at <= endedAt,
  );
  if (staffMessages.length === 0)
    return `A colleague was asked to take over this chat ${times}, but wrote nothing.`;
  const quotes = staffMessages.slice(-MAX_NOTED).map(({ text }) => quotedText(text, 500));
  const scope =
    staffMessages.length > MAX_NOTED ? `(the last ${MAX_NOTED} of ${staffMessages.length} messages) ` : "";
  return `A colleague took over this chat ${times} and wrote: ${scope}${quotes.join(" / ")}`;
}
