import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import type { Handoff } from "../../domain/handoff/handoff.ts";
import { handoffMail, type TranscriptLine } from "../../domain/handoff/handoff-mail.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { singleLine } from "../../domain/single-line.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";

/** Messages that the team reads of a conversation, to know what it is about. */
const MOST_MESSAGES = 20;

type Ports = Pick<Engine, "history" | "handoffNotice" | "notifications">;

/** Who it is, what was said, and what opens the chat. */
export const contextOfWith =
  ({ history, handoffNotice }: Pick<Ports, "history" | "handoffNotice">) =>
  async (state: ConversationState): Promise<{ customer: Customer; transcript: readonly TranscriptLine[]; link?: string }> => {
    const { conversation, customer = {} } = state;
    const transcript = await history.transcript(conversationIdsOf(state), MOST_MESSAGES);
    const link = handoffNotice.link(conversation, customer);
    return { customer, transcript: transcript.map(({ at, from, text }) => ({ at, from, text: singleLine(text) })), ...(link && { link }) };
  };

/** Tells the team by e-mail that a person is wanted, with as much of it as the settings allow. Whoever calls it keeps the hour's ceiling. */
export const mailTeamWith = (engine: Ports) => {
  const contextOf = contextOfWith(engine);
  return async (state: ConversationState, number: Pick<BusinessNumber, "name">, handoff: Handoff): Promise<void> => {
    const { handoffNotice, notifications } = engine;
    if (!handoffNotice.mail) return;
    const { conversation, lastInboundAt } = state;
    const windowClosing = lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt);
    const about = { conversation, number: number.name, windowClosesAt: windowClosing };
    const { summary: _, ...bare } = handoff;
    await notifications.send(
      handoffNotice.mailContent === "full"
        ? handoffMail({ ...about, handoff, ...(await contextOf(state)) })
        : handoffMail({ ...about, handoff: bare }),
    );
  };
};
