import type { Outcome, PendingMessage } from "../../domain/conversation/conversation.ts";
import type { MessageId } from "../../domain/ids.ts";
import { followsLaterArrival } from "../../domain/inbound/automatic-text.ts";
import type { Content } from "../../domain/inbound/inbound.ts";
import { transcriptText } from "../../domain/turn/agent-text.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import type { Said } from "./control-ports.ts";

/** A customer's message as it is kept, waiting or ended. */
export type KeptMessage = Pick<PendingMessage, "content" | "sentAt" | "arrivedAt"> & { outcome?: Outcome };

/** Notes that nobody said. */
const UNSAID: ReadonlySet<string> = new Set(["identity-change", "reaction"]);

const wentElsewhere = (outcome: Outcome | undefined) => outcome?.kind === "ignored" && outcome.reason === "moved";

function saidByCustomer({ content, sentAt, outcome }: KeptMessage): Said[] {
  // What has moved on with its customer is part of the other conversation.
  if (UNSAID.has(content.kind === "echo" ? content.what : content.kind) || wentElsewhere(outcome)) return [];
  const state = outcome && ("reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);
  return [{ at: sentAt, from: sayer(content), text: transcriptText(content), ...(state && { state }) }];
}

function sayer(content: Content): Said["from"] {
  if (content.kind !== "echo") return "customer";
  return content.automatic ? "system" : "person";
}

/** What the app sent by itself though that was seen only later: its text arrived before the customer's message that it follows. */
function withAutomatic(messages: readonly KeptMessage[]): readonly KeptMessage[] {
  const written = messages.filter(({ content }) => content.kind !== "echo" && content.kind !== "identity-change");
  return messages.map((message) => {
    const { content, sentAt, arrivedAt } = message;
    const isAutomatic =
      content.kind === "echo" &&
      content.what === "text" &&
      written.some((customers) => followsLaterArrival({ sentAt, arrivedAt }, customers));
    return isAutomatic ? { ...message, content: { ...content, automatic: true } } : message;
  });
}

const saidInTurn = ({ parts, by }: Pick<Turn, "parts" | "by">): Said[] =>
  parts.flatMap(({ text, state, sendingAt, template }) =>
    sendingAt === undefined || state === "pending" || state === "cancelled"
      ? []
      : [{ at: sendingAt, from: by ?? ("agent" as const), text: template?.preview ?? text, state }],
  );

/** What the customer's message that is kept under an id said, or else the part of ours that has the id. */
export function saidUnder(id: MessageId, message: KeptMessage | undefined, turns: readonly Turn[]): Said | undefined {
  if (message) return saidByCustomer(message)[0];
  return turns.flatMap(({ parts, by }) => saidInTurn({ parts: parts.filter((part) => part.id === id), ...(by && { by }) }))[0];
}

/** What was said in a conversation, in order of time; the last `most` when given. Of a turn given twice the later one counts. */
export function transcriptOf(messages: readonly KeptMessage[], turns: readonly Turn[], most?: number): readonly Said[] {
  const latest = new Map(turns.map((turn) => [turn.id, turn]));
  const said = [...withAutomatic(messages).flatMap(saidByCustomer), ...[...latest.values()].flatMap(saidInTurn)].sort(
    (a, b) => a.at - b.at,
  );
  return most === undefined ? said : said.slice(-most);
}
