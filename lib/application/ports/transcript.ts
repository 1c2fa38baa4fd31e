import { withAutomatic } from "../../domain/chat/automatic-echoes.ts";
import type { PendingMessage } from "../../domain/conversation/conversation.ts";
import type { MessageId } from "../../domain/ids.ts";
import type { Content } from "../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { transcriptText } from "../../domain/turn/agent-text.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import { partText } from "../../domain/turn/part-text.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import type { TranscriptEntry } from "./history.ts";

export type StoredMessage = Pick<PendingMessage, "content" | "sentAt" | "arrivedAt"> & { outcome?: Outcome };

const NOT_SHOWN: ReadonlySet<string> = new Set(["identity-change", "reaction"]);

const wasMoved = (outcome: Outcome | undefined) => outcome?.kind === "ignored" && outcome.reason === "moved";

function entriesOfMessage({ content, sentAt, outcome }: StoredMessage): TranscriptEntry[] {
  // It belongs to the conversation that the customer moved to.
  if (NOT_SHOWN.has(content.kind === "echo" ? content.what : content.kind) || wasMoved(outcome)) return [];
  const state = outcome && ("reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);
  return [{ at: sentAt, from: authorOf(content), text: transcriptText(content), ...(state && { state }) }];
}

function authorOf(content: Content): TranscriptEntry["from"] {
  if (content.kind !== "echo") return "customer";
  return content.automatic ? "system" : "person";
}

const entriesOfTurn = ({ parts, by }: Pick<Turn, "parts" | "by">): TranscriptEntry[] =>
  parts.flatMap((part) => {
    const { state, sendingAt, disclosure } = part;
    if (sendingAt === undefined || state === "pending" || state === "cancelled") return [];
    const from = by ?? ("agent" as const);
    return [{ at: sendingAt, from, text: partText(part), ...omitUndefined({ disclosure }), state }];
  });

export function transcriptEntryById(
  id: MessageId,
  message: StoredMessage | undefined,
  turns: readonly Turn[],
): TranscriptEntry | undefined {
  if (message) return entriesOfMessage(message)[0];
  return turns.flatMap(({ parts, by }) =>
    entriesOfTurn({ parts: parts.filter((part) => part.id === id), ...omitUndefined({ by }) }),
  )[0];
}

/** In order of time; the last `max` when given. Of a turn given twice the later one counts. */
export function transcriptOf(
  messages: readonly StoredMessage[],
  turns: readonly Turn[],
  max?: number,
): readonly TranscriptEntry[] {
  const latest = new Map(turns.map((turn) => [turn.id, turn]));
  const entries = [
    ...withAutomatic(messages).flatMap(entriesOfMessage),
    ...[...latest.values()].flatMap(entriesOfTurn),
  ].sort((a, b) => a.at - b.at);
  return max === undefined ? entries : entries.slice(-max);
}
