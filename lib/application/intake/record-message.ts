import type { Content } from "../../domain/inbound/inbound.ts";
import { unsupportedCode } from "../../domain/inbound/unsupported.ts";
import { linkIds } from "../identity/identities.ts";
import type { LedgerEntry, Recorded } from "../ports/ports.ts";
import { applyKeyword } from "./apply-keyword.ts";
import { otherIdsOf } from "./known-number.ts";
import { contentOfRepeat, markOffered } from "./mark-offered.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

/** `wakes`: whether the worker has something to do. */
export async function recordMessage(
  deps: ReceiveWebhookDeps,
  entry: LedgerEntry,
  sentAt: number,
): Promise<{ recorded: Recorded; wakes: boolean }> {
  const { conversation, number, message, arrivedAt } = entry;
  await linkNewIdentity(deps, entry);
  const marked = entry.endsAs ? message.content : await markOffered(deps, conversation, message, sentAt);
  const recorded = await deps.ledger.record({ ...entry, message: { ...message, content: marked } });
  if (marked.kind === "unsupported" && recorded === "new") reportUnsupported(deps, entry, marked);
  const wakes = !entry.endsAs && recorded !== "answered";
  if (wakes) {
    const content = (await contentOfRepeat(deps, conversation, message, recorded)) ?? marked;
    await applyKeyword(
      deps,
      conversation,
      { id: message.id, number, content, sentAt },
      arrivedAt,
      otherIdsOf(deps, number, message.customer),
    );
  }
  return { recorded, wakes };
}

/** A message under either id then finds the former conversation. */
async function linkNewIdentity(
  { links, conversationFor }: ReceiveWebhookDeps,
  entry: LedgerEntry,
): Promise<void> {
  const { conversation, number, arrivedAt } = entry;
  const { content } = entry.message;
  if (content.kind !== "identity-change" || !(content.userId || content.phone)) return;
  const successor = conversationFor(number, content);
  if (successor !== conversation) await linkIds(links, conversation, successor, arrivedAt);
}

function reportUnsupported(
  { telemetry }: ReceiveWebhookDeps,
  { conversation, number }: LedgerEntry,
  content: Content & { kind: "unsupported" },
) {
  const errorCode = unsupportedCode(content);
  telemetry.count("InboundUnsupported", 1, { errorCode });
  telemetry.warn("message.unsupported", { conversation, number, errorCode });
}
