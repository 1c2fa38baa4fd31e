import { type ConversationState, placesOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { begunByPerson, type EndedHandoff, type Handoff } from "../../domain/handoff/handoff.ts";
import { noteForAgent } from "../../domain/handoff/handoff-mail.ts";
import { type Announced, type BusinessNumber, type Engine, saveAlways, type Wake } from "../ports/engine.ts";
import { beyondTurn, type Say } from "../sending/say.ts";
import { contextOfWith, mailTeamWith } from "./mail-team.ts";
import { type SideTask, type SideTaskResult, sideTasksWith } from "./side-tasks.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** Messages among which the agent's note looks for what people wrote. */
const MOST_REMEMBERED = 100;

/**
 * Tells the customer once, and the team at once, that a person has or should have the conversation; and the business when that has ended.
 * Each step is remembered by the handoff's id: a crash repeats at most the step it fell into. An outside system that is away holds up nobody else.
 */
export const announceHandoffWith = (engine: Engine, say: Say) => {
  const { conversations, handoffs, events, history, notice, telemetry, rules } = engine;
  const sideTasks = sideTasksWith(engine);
  const contextOf = contextOfWith(engine);
  const mailTeam = mailTeamWith(engine);

  const announcement = (state: ConversationState, number: BusinessNumber, handoff: Handoff): SideTask => ({
    kind: "handoff-event",
    key: handoff.id,
    inOrder: true,
    run: async () => {
      const { conversation, lastInboundAt } = state;
      const full = notice.eventContent === "full" ? await contextOf(state) : {};
      const closesAt = lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt);
      const { id, reason, since } = handoff;
      return events.publish({
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
    },
  });

  function announced({ conversation }: ConversationState, number: BusinessNumber, { id, reason }: Handoff) {
    telemetry.count("Handoffs", 1, { number: number.name, reason });
    telemetry.info("handoff.announced", { conversation, handoff: id, reason });
    return { announced: id };
  }

  /** On the list, on the bus, and by e-mail unless a person has begun it. None of these waits for another. */
  async function announce(start: ConversationState, number: BusinessNumber, handoff: Handoff): Promise<ConversationState> {
    const { id } = handoff;
    const event = announcement(start, number, handoff);
    const mail: SideTask = { kind: "handoff-mail", key: id, run: () => mailTeam(start, number, handoff) };
    const list: SideTask = { kind: "handoff-list", key: id, run: () => handoffs.add(handoff) };
    const isRepeat = isBegun(start, id) || sideTasks.anyFailed(start, [list, event, mail]);
    const published = withEvent(start, number, id, isRepeat);
    const wantsMail = notice.mail && !begunByPerson(handoff);
    const mailed = wantsMail && !isRepeat ? withinCeiling(engine, published, number.name, "mail") : undefined;
    const counted = mailed ? { ...published, memory: mailed } : published;
    const tasks = [list, ...(counted.memory?.unpublished === id ? [] : [event]), ...(mailed || (wantsMail && isRepeat) ? [mail] : [])];
    // What may yet turn out to be automatic keeps that its publication has begun: whoever may have read of it has to read of its end.
    const isRetractable = handoff.textHash !== undefined && !isRepeat && counted.memory?.unpublished !== id;
    const begun = isRetractable ? await saveAlways(conversations, { ...counted, memory: { ...counted.memory, announcing: id } }) : counted;
    const { state, settled } = await sideTasks.attemptAll(begun, number.name, tasks);
    if (state === start && !settled) return start;
    return saveAlways(conversations, { ...state, memory: { ...state.memory, ...(settled && announced(state, number, handoff)) } });
  }

  const isBegun = ({ memory }: ConversationState, id: string) => memory?.announcing === id;

  /** The state in which the event of a handoff is counted; or in which it is noted that the hour has no room for it. */
  function withEvent(state: ConversationState, number: BusinessNumber, id: string, isRepeat: boolean): ConversationState {
    if (isRepeat || state.memory?.unpublished === id) return state;
    return { ...state, memory: withinCeiling(engine, state, number.name, "handoff-event") ?? { ...state.memory, unpublished: id } };
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

  const ending = ({ conversation }: ConversationState, number: BusinessNumber, ended: EndedHandoff): SideTask => {
    const { id, reason, since, endedAt, how } = ended;
    const event = { type: "handoff.ended" as const, id: `${ended.origin}.handoff-ended.${id}`, conversation, number: number.name };
    return {
      kind: "handoff-event",
      key: `end ${id}`,
      inOrder: true,
      run: () => events.publish({ ...event, detail: { handoff: id, reason, since, endedAt, how } }),
    };
  };

  /** Tells that a handoff has ended, also when its beginning was not told yet. */
  async function end(start: ConversationState, number: BusinessNumber, ended: EndedHandoff): Promise<SideTaskResult<ConversationState>> {
    const { conversation, memory } = start;
    const { id, how } = ended;
    const event = announcement(start, number, ended);
    const rest = [
      { kind: "handoff-list" as const, key: id },
      { kind: "handoff-mail" as const, key: id },
    ];
    const listEnd: SideTask = { kind: "handoff-list", key: `end ${id}`, run: () => handoffs.remove(ended, placesOf(start)) };
    const eventEnd = ending(start, number, ended);
    const isUntold = sideTasks.anyFailed(start, [event]);
    const isFirstTry = !sideTasks.anyFailed(start, [listEnd, eventEnd]);
    // Whatever of it was tried before came after its beginning.
    const isNew = memory?.announced !== id && (isUntold || (isFirstTry && !sideTasks.anyFailed(start, rest)));
    // Who is not on the list yet, or was not mailed of, need not be any more.
    const known = sideTasks.forget(start, rest);
    const isSecret = isNew && how === "automatic" && !isBegun(start, id);
    const counted = isNew && !isSecret ? withEvent(known, number, id, isUntold || isBegun(start, id)) : known;
    // Of what nobody was told, the end is not told either.
    const isPublic = counted.memory?.unpublished !== id && !isSecret;
    const begun: SideTaskResult<ConversationState> =
      isNew && isPublic ? await sideTasks.attempt(counted, number.name, event) : { state: counted, settled: true };
    const tasks = isPublic ? [listEnd, eventEnd] : [listEnd];
    const { state, settled } = await sideTasks.attemptAll(begun.state, number.name, tasks);
    if (state === start && !settled) return { state, settled };
    const note =
      rules.tellAgent && isFirstTry && how !== "automatic" && how !== "merged"
        ? { note: noteForAgent(ended, await history.transcript(placesOf(state), MOST_REMEMBERED)) }
        : {};
    if (settled) telemetry.info("handoff.ended", { conversation, handoff: id, how });
    const told = {
      ...(isNew && begun.settled && how !== "automatic" && how !== "merged" && announced(state, number, ended)),
      ...(settled && { ended: id }),
    };
    return { state: await saveAlways(conversations, { ...state, memory: { ...state.memory, ...note, ...told } }), settled };
  }

  /** "team": nothing may be said just now, but people can be told. */
  return async (
    start: ConversationState,
    number: BusinessNumber,
    deadline: number,
    whom: "everybody" | "team" = "everybody",
  ): Promise<Announced> => {
    let state = start;
    const { handoff, pausedAt, endedHandoffs = [], memory } = state;
    const lastTold = endedHandoffs.findLastIndex(({ id }) => id === memory?.ended);
    for (const ended of endedHandoffs.slice(lastTold + 1)) {
      const told = await end(state, number, ended);
      state = told.state;
      // Ends are told of one after the other.
      if (!told.settled) break;
    }
    if (!handoff || pausedAt === undefined) return { state };
    if (memory?.announced !== handoff.id) state = await announce(state, number, handoff);
    if (whom === "team" || handoff.quiet || memory?.told === handoff.id) return { state };
    const told = await tell(state, number, handoff, deadline);
    return "version" in told ? { state: told } : { wake: told };
  };
};
