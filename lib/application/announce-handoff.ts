import type { ConversationState } from "../domain/conversation.ts";
import { begunByPerson, type EndedHandoff, type Handoff } from "../domain/handoff.ts";
import { noteForAgent } from "../domain/handoff-mail.ts";
import type { Memory } from "../domain/memory.ts";
import { windowClosesAt } from "../domain/window.ts";
import { type Announced, type BusinessNumber, type Engine, Overtaken, saveAlways, type Wake } from "./engine.ts";
import { contextOfWith, mailTeamWith } from "./mail-team.ts";
import { beyondTurn, type Say } from "./say.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** Messages among which the agent's note looks for what people wrote. */
const MOST_REMEMBERED = 100;

/**
 * Tells the customer once, and the team at once, that a person has or should have the conversation; and the business when that has ended.
 * Each step is remembered by the handoff's id: a crash repeats at most the step it fell into.
 */
export const announceHandoffWith = (engine: Engine, say: Say) => {
  const { conversations, handoffs, events, history, notice, telemetry, rules } = engine;
  const contextOf = contextOfWith(engine);
  const mailTeam = mailTeamWith(engine);

  /** On the list, on the bus, and by e-mail unless a person has begun it, or it is over. */
  async function announce(state: ConversationState, number: BusinessNumber, handoff: Handoff, over?: "over"): Promise<ConversationState> {
    const { conversation } = state;
    if (!over) await handoffs.add(handoff);
    const wantsMail = !over && !begunByPerson(handoff);
    const { id, reason } = handoff;
    const counted = withinCeiling(engine, state, number.name, "handoff-event");
    if (counted) await publishRequest(state, number, handoff);
    let memory: Memory = counted ?? { ...state.memory, unpublished: id };
    if (wantsMail) memory = (await mailTeam({ ...state, memory }, number, handoff)) ?? memory;
    telemetry.count("Handoffs", 1, { number: number.name, reason });
    telemetry.info("handoff.announced", { conversation, handoff: id, reason });
    return saveAlways(conversations, { ...state, memory: { ...memory, announced: id } });
  }

  async function publishRequest(state: ConversationState, number: BusinessNumber, handoff: Handoff): Promise<void> {
    const { conversation, lastInboundAt } = state;
    const full = notice.eventContent === "full" ? await contextOf(state) : {};
    const closesAt = lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt);
    const { id, reason, since } = handoff;
    await events.publish({
      type: "handoff.requested",
      // By where it began: a customer who changes identity in that very moment has it announced once more, under the same id.
      id: `${handoff.origin}.handoff.${id}`,
      conversation,
      number: number.name,
      detail: {
        handoff: id,
        reason,
        since,
        ...(closesAt !== undefined && { windowClosesAt: closesAt }),
        ...full,
        ...(notice.eventContent === "full" && handoff.summary && { summary: handoff.summary }),
      },
    });
  }

  async function tell(
    state: ConversationState,
    number: BusinessNumber,
    handoff: Handoff,
    deadline: number,
  ): Promise<Wake | ConversationState> {
    const told = beyondTurn({ ...state, memory: { ...state.memory, told: handoff.id } });
    const text = number.textFor("handoff", state.customer ?? {});
    const spoken = await say(
      told,
      number,
      {
        cause: `handoff ${handoff.id}`,
        parts: [{ text }],
        by: "system",
        capped: "handoff-line",
        silencedBy: ["opted-out", "switched-off"],
      },
      deadline,
    );
    if (spoken.kind === "said") return spoken.state;
    return spoken.kind === "waiting" ? spoken.wake : saveAlways(conversations, told);
  }

  async function end(start: ConversationState, number: BusinessNumber, ended: EndedHandoff): Promise<ConversationState> {
    const state = start.memory?.announced === ended.id ? start : await announce(start, number, ended, "over");
    const { conversation } = state;
    await handoffs.remove(ended);
    const { id, reason, since, endedAt, how } = ended;
    // Nobody was told of its beginning.
    if (state.memory?.unpublished !== id)
      await events.publish({
        type: "handoff.ended",
        id: `${ended.origin}.handoff-ended.${id}`,
        conversation,
        number: number.name,
        detail: { handoff: id, reason, since, endedAt, how },
      });
    telemetry.info("handoff.ended", { conversation, handoff: id, how });
    const note = rules.tellAgent ? { note: noteForAgent(ended, await history.transcript(conversation, MOST_REMEMBERED)) } : {};
    return saveAlways(conversations, { ...state, memory: { ...state.memory, ...note, ended: id } });
  }

  /** "team": nothing may be said just now, but people can be told. */
  return async (
    start: ConversationState,
    number: BusinessNumber,
    deadline: number,
    whom: "everybody" | "team" = "everybody",
  ): Promise<Announced> => {
    let state = start;
    let failure: unknown;
    const attempt = async (step: () => Promise<ConversationState>) => {
      // What is told of one after the other stays in order.
      if (failure !== undefined) return;
      try {
        state = await step();
      } catch (error) {
        if (error instanceof Overtaken) throw error;
        failure = error;
      }
    };
    const { handoff, pausedAt, endedHandoffs = [], memory } = state;
    const lastTold = endedHandoffs.findLastIndex(({ id }) => id === memory?.ended);
    for (const ended of endedHandoffs.slice(lastTold + 1)) await attempt(() => end(state, number, ended));
    if (!handoff || pausedAt === undefined) return { state, failure };
    if (memory?.announced !== handoff.id) await attempt(() => announce(state, number, handoff));
    if (whom === "team" || handoff.quiet || memory?.told === handoff.id) return { state, failure };
    const told = await tell(state, number, handoff, deadline);
    return "version" in told ? { state: told, failure } : { wake: told };
  };
};
