import { MAX_OUTBOUND_AGE_MS } from "../../domain/backoff.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { TurnSendBlock } from "../../domain/conversation/send-block.ts";
import { staffMedia } from "../../domain/media/staff-file.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { ReplyPart } from "../../domain/turn/turn.ts";
import { runStoredSideTask } from "../notify/stored-side-tasks.ts";
import type { BusinessNumber, Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { endOutbound } from "./end-outbound.ts";
import { type MessageRequest, sendMessage, stateAfterTurn } from "./send-message.ts";

/** Staff may write also while the bot is paused or switched off. */
const STAFF_BLOCKS: readonly TurnSendBlock[] = ["opted-out"];
const TEMPLATE_BLOCKS: readonly TurnSendBlock[] = ["opted-out", "no-templates", "switched-off"];
/** A mailing does not break into a conversation that a person has. */
const MAILING_BLOCKS: readonly TurnSendBlock[] = [...TEMPLATE_BLOCKS, "paused"];

/** Oldest first, each in its own turn. What must not leave is ended with the reason and not tried again. */
export async function sendOutboundMessages<At extends SendContext & { outbound: readonly Outbound[] }>(
  engine: Engine,
  start: At,
): Promise<Next<At>> {
  let at = start;
  for (const message of start.outbound) {
    if (message.content.kind === "draft") continue;
    const result = await sendOutbound(engine, at, message);
    if (result.kind !== "next") return result;
    at = result.at;
  }
  return next(at);
}

async function sendOutbound<At extends SendContext>(
  engine: Engine,
  at: At,
  message: Outbound,
): Promise<Next<At>> {
  const { state } = at;
  if (engine.clock.now() - message.at > MAX_OUTBOUND_AGE_MS)
    return next({ ...at, state: await expire(engine, at, message) });
  const customer = state.customer ?? message.customer;
  const parts = partsOf(message, at.number);
  if (!customer || parts.length === 0)
    return next({
      ...at,
      state: await giveUp(engine, at, message, "failed", customer ? "empty" : "unknown-customer"),
    });
  const result = await sendMessage(
    engine,
    { ...at, state: stateAfterTurn({ ...state, customer }) },
    requestFor(message, parts),
  );
  switch (result.kind) {
    case "sent":
      return next({ ...at, state: result.state });
    case "retryAfter":
      return result;
    case "notSent":
      return next({
        ...at,
        state: await (result.why === "window"
          ? giveUp(engine, at, message, "failed", "window-closed")
          : giveUp(engine, at, message, "cancelled", result.why)),
      });
  }
}

function requestFor({ id, campaign, content }: Outbound, parts: readonly ReplyPart[]): MessageRequest {
  const staff = { cause: `out ${id}`, parts, by: "person", outbound: id } as const;
  if (content.kind !== "template")
    return { ...staff, blockedBy: STAFF_BLOCKS, ...(campaign !== undefined && { campaign }) };
  const template = { ...staff, anytime: true };
  return campaign === undefined
    ? { ...template, blockedBy: TEMPLATE_BLOCKS }
    : { ...template, blockedBy: MAILING_BLOCKS, campaign };
}

function partsOf({ content }: Outbound, number: BusinessNumber): readonly ReplyPart[] {
  if (content.kind === "template") {
    const { template } = content;
    return [{ text: template.preview ?? `[template ${template.name}]`, template }];
  }
  if (content.kind === "draft") return [];
  const quoted = content.replyTo ? { replyTo: content.replyTo } : {};
  return replyPartsOf(content, number).map((part, index) => (index === 0 ? { ...part, ...quoted } : part));
}

/** The text is the file's caption where it fits: one message, billed once. */
function replyPartsOf(
  { text, file }: Outbound["content"] & { kind: "reply" },
  { sender: { files }, splitText }: BusinessNumber,
): readonly ReplyPart[] {
  if (!file || !files) return splitText(text);
  const media = staffMedia(file);
  const isCaption = text === "" || (files.withCaption.has(file.kind) && text.length <= files.maxCaption);
  return isCaption ? [{ text, media }] : [{ text: "", media }, ...splitText(text)];
}

async function giveUp(
  engine: Engine,
  { state, number }: SendContext,
  { id, campaign }: Outbound,
  end: "failed" | "cancelled",
  code: string,
): Promise<ConversationState> {
  const ended = await endOutbound(
    engine,
    state,
    number.name,
    { outbound: id, campaign },
    { state: end, code },
  );
  engine.telemetry.warn("outbound.not-sent", { conversation: state.conversation, outbound: id, code });
  return ended === state ? state : saveAlways(engine.conversations, ended);
}

async function expire(engine: Engine, at: SendContext, message: Outbound): Promise<ConversationState> {
  const { conversation } = at.state;
  const number = at.number.name;
  const ended = await giveUp(engine, at, message, "failed", "expired");
  const id = `${conversation}.expired.${message.id}`;
  const detail = { reason: "expired", outbound: message.id };
  const event = { type: "reply.failed" as const, id, conversation, number, detail };
  return saveAlways(
    engine.conversations,
    await runStoredSideTask(engine, ended, number, { kind: "event", event }),
  );
}
