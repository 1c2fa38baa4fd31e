import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { latestReplies } from "../../domain/conversation/staff-reply.ts";
import { type PauseRules, resumeAtFor } from "../../domain/handoff/pause-rules.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import {
  hasBotAnsweredBetween,
  isLongEnoughToCompare,
  isSentToMany,
  isTooFastForPerson,
  type MessageTimes,
} from "../../domain/inbound/automatic-text.ts";
import { isOwnMessage } from "../../domain/turn/deferred-reply.ts";
import type { Controls, RepeatedTexts } from "../ports/control-ports.ts";
import type { Ledger } from "../ports/ports.ts";
import { extendPause } from "./extend-pause.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

type Ports = Pick<ReceiveWebhookDeps, "textHashOf" | "idFor"> & {
  controls: Pick<Controls, "read" | "pause" | "extend" | "startReply">;
  ledger: Pick<Ledger, "newestWaiting">;
  repeatedTexts: Pick<RepeatedTexts, "note">;
  rules: Pick<ReceiveWebhookDeps["rules"], keyof PauseRules>;
};

/** `isText`: nothing but text, as automatic messages are. */
type Echo = { id: MessageId; number: NumberName; text: string | undefined; isText: boolean; sentAt: number };

/**
 * A message left the business's number without us: a person wrote it in the WhatsApp Business app. Returns
 * "ours" for a message that we sent after all, and "automatic" for one that the app sent itself: a greeting,
 * an away message, a broadcast. Repeating it changes nothing.
 */
export async function pauseOnEcho(
  deps: Ports,
  conversation: ConversationId,
  echo: Echo,
  now: number,
): Promise<"ours" | "person" | "automatic"> {
  const { controls, textHashOf, idFor, rules } = deps;
  const state = await controls.read(conversation);
  if (isOwnMessage(state, echo)) return "ours";
  const { id, text, isText, number, sentAt } = echo;
  // An earlier delivery paused the bot and crashed: the worker must still be woken.
  if (state.handoff?.id === idFor(id) || isNoted(state, idFor(id))) return "person";
  const textHash = isText && text !== undefined ? textHashOf(number, text) : undefined;
  if (textHash !== undefined && (await isAutomatic(deps, state, echo, textHash, now))) return "automatic";
  const resumeAt = resumeAtFor(rules, number, sentAt);
  const isOver = resumeAt <= now;
  const handoff = {
    id: idFor(id),
    reason: "app",
    since: sentAt,
    by: "app",
    quiet: true,
    origin: conversation,
    ...(textHash !== undefined && { textHash, noticedAt: now }),
  } as const;
  const pause = isOver ? {} : { handoff, resumeAt };
  // One that is late does not come after what a colleague has written since.
  if (sentAt > (state.lastStaffReply?.at ?? 0))
    await controls.startReply(conversation, { id: handoff.id, by: "app", at: sentAt, ...pause });
  else if (!isOver) await extendPause(controls, conversation, handoff, resumeAt);
  return "person";
}

const isNoted = ({ lastStaffReply }: ConversationState, reply: string) =>
  latestReplies(lastStaffReply).some(({ id }) => id === reply);

async function isAutomatic(
  { ledger, repeatedTexts }: Ports,
  state: ConversationState,
  echo: Echo,
  textHash: string,
  arrivedAt: number,
) {
  const { conversation, turn, lastInboundAt } = state;
  const { number, text = "", sentAt } = echo;
  const [waiting, customers] = await Promise.all([
    Promise.all(conversationIdsOf(state).map((place) => ledger.newestWaiting(place))),
    isLongEnoughToCompare(text) ? repeatedTexts.note(number, textHash, conversation) : 0,
  ]);
  if (isSentToMany(customers)) return true;
  const written: MessageTimes[] = [...waiting.flat(), ...(lastInboundAt ? [{ sentAt: lastInboundAt }] : [])];
  return written.some(
    (message) =>
      isTooFastForPerson({ sentAt, arrivedAt }, message) && !hasBotAnsweredBetween(turn, echo, message),
  );
}
