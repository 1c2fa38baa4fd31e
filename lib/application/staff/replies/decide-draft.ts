import { latestReplies } from "../../../domain/conversation/staff-reply.ts";
import { isWindowOpen } from "../../../domain/conversation/window.ts";
import { type DraftDecision, decisionId } from "../../../domain/draft/draft.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import type { Outbound } from "../../../domain/turn/outbound.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import { isKnown, numberOf, readConversation } from "../conversation/find-conversation.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { type FoundOutbound, findOutbound } from "./queue-outbound.ts";
import { seenTime } from "./seen-message.ts";
import type { NewerReply } from "./start-reply.ts";

type Deps = Pick<
  StaffDeps,
  "controls" | "outbox" | "history" | "turnQueue" | "clock" | "switches" | "numbers" | "conversationFor"
>;

/** `seen`: the newest message that the person has seen. */
export type DecideDraftRequest = ByStaff<
  { conversation: ConversationId; seen?: string | undefined } & DraftDecision
>;

/** `decided`: a colleague has tapped before. */
export type DecideDraftResult =
  | { conversation: ConversationId; outbound: string; result: "queued" | "repeated" }
  | { result: "decided"; by: string }
  | NewerReply
  | "unknown-conversation"
  | "unknown-number"
  | "unknown-draft"
  | "unknown-message"
  | "opted-out"
  | "window-closed"
  | "switched-off";

/** Of all who tap the same draft, also at once, exactly one decides. A repeat by the same person is no second tap. */
export async function decideDraft(deps: Deps, request: DecideDraftRequest): Promise<DecideDraftResult> {
  const { controls, outbox, clock, switches } = deps;
  const { conversation: givenId, by, seen, draft, decision, text } = request;
  const seenAt = seenTime(seen, clock.now());
  if (seenAt === "unknown-message") return seenAt;
  const { state, conversationIds } = await readConversation(controls, givenId);
  const id = decisionId(draft);
  const earlier = await findOutbound(deps, conversationIds, [id]);
  if (earlier) return repeat(deps, request, earlier);
  if (!isKnown(state)) return "unknown-conversation";
  const number = numberOf(deps, state);
  if (!number) return "unknown-number";
  if (!state.progress?.drafts?.some(({ turn }) => turn === draft)) return "unknown-draft";
  if (decision === "send") {
    if (state.optedOutAt !== undefined) return "opted-out";
    if (!isWindowOpen(state.lastInboundAt ?? 0, clock.now())) return "window-closed";
    if ((await switches.current(number)).off) return "switched-off";
    const newer = latestReplies(state.lastStaffReply).find((each) => each.by !== by);
    if (newer && seenAt !== undefined && newer.at > seenAt) return { result: "newer-reply", by: newer.by };
  }
  const { conversation } = state;
  const content = { kind: "draft" as const, draft, decision, ...(text !== undefined && { text }) };
  const outbound: Outbound = { id, number, at: clock.now(), by, content };
  if ((await outbox.add(conversation, outbound)) === "repeated") {
    const other = await findOutbound(deps, [conversation], [id]);
    if (other) return repeat(deps, request, other);
  }
  await finish(deps, { conversation, record: { ...outbound, state: "waiting" } });
  return { conversation, outbound: id, result: "queued" };
}

/** After a crash a repeat records and wakes what is missing. */
async function repeat(
  deps: Deps,
  { by, decision, text }: DecideDraftRequest,
  earlier: FoundOutbound,
): Promise<DecideDraftResult> {
  const { record, conversation } = earlier;
  const { content } = record;
  const isSame = content.kind === "draft" && content.decision === decision && content.text === text;
  if (record.by !== by || !isSame) return { result: "decided", by: record.by };
  await finish(deps, earlier);
  return { conversation, outbound: record.id, result: "repeated" };
}

async function finish({ history, turnQueue }: Deps, { conversation, record }: FoundOutbound): Promise<void> {
  const { id, at, by, content, number } = record;
  const { decision, text = undefined } = content.kind === "draft" ? content : { decision: "send" };
  const what = decision === "discard" ? "discard-draft" : text === undefined ? "send-draft" : "edit-draft";
  await history.record(conversation, id, { at, by, what });
  if (record.state === "waiting") await queueWakeUp(turnQueue, conversation, number);
}
