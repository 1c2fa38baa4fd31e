import type { ConversationState, PendingMessage } from "../domain/conversation.ts";
import { begunByPerson, type Handoff } from "../domain/handoff.ts";
import { handoffMail, type Line } from "../domain/handoff-mail.ts";
import type { Customer } from "../domain/inbound.ts";
import type { Memory } from "../domain/memory.ts";
import { shortened } from "../domain/shortened.ts";
import { windowClosesAt } from "../domain/window.ts";
import type { BusinessNumber, Engine } from "./engine.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** Messages that the team reads of a conversation, to know what it is about. */
const MOST_MESSAGES = 20;

type Ports = Pick<Engine, "history" | "notice" | "notifications" | "numberNamed" | "clock" | "telemetry">;

/** Who it is, what was said, and what opens the chat. */
export const contextOfWith =
  ({ history, notice }: Pick<Ports, "history" | "notice">) =>
  async ({
    conversation,
    customer = {},
  }: ConversationState): Promise<{ customer: Customer; transcript: readonly Line[]; link?: string }> => {
    const transcript = await history.transcript(conversation, MOST_MESSAGES);
    const link = notice.link(conversation, customer);
    return { customer, transcript: transcript.map(({ at, from, text }) => ({ at, from, text: shortened(text) })), ...(link && { link }) };
  };

/**
 * Tells the team by e-mail that a person is wanted, with as much of it as the settings allow; not more often than twice an hour of one conversation.
 * Gives the memory in which that is counted.
 */
export const mailTeamWith = (engine: Ports) => {
  const contextOf = contextOfWith(engine);
  return async (state: ConversationState, number: Pick<BusinessNumber, "name">, handoff: Handoff): Promise<Memory | undefined> => {
    const { notice, notifications } = engine;
    if (!notice.mail) return state.memory;
    const memory = withinCeiling(engine, state, number.name, "mail");
    if (!memory) return state.memory;
    const { conversation, lastInboundAt } = state;
    const windowClosing = lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt);
    const about = { conversation, number: number.name, windowClosesAt: windowClosing };
    const { summary: _, ...bare } = handoff;
    await notifications.send(
      notice.mailContent === "full"
        ? handoffMail({ ...about, handoff, ...(await contextOf(state)) })
        : handoffMail({ ...about, handoff: bare }),
    );
    return memory;
  };
};

/** A customer asks for a person in a conversation that a person took over by themselves: nobody was told of that one, so they are now. */
export const remindTeamWith = (engine: Ports) => {
  const mailTeam = mailTeamWith(engine);
  return async (state: ConversationState, { number: name, sentAt }: PendingMessage): Promise<Memory | undefined> => {
    const { handoff, pausedAt, memory } = state;
    const number = engine.numberNamed(name);
    const isUnannounced = handoff !== undefined && pausedAt !== undefined && begunByPerson(handoff);
    return number && isUnannounced ? mailTeam(state, number, { ...handoff, reason: "asked", since: sentAt }) : memory;
  };
};
