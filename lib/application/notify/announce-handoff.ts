import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { type EndedHandoff, type Handoff, isStartedByStaff } from "../../domain/handoff/handoff.ts";
import { handoffAgentNote } from "../../domain/handoff/handoff-mail.ts";
import { type AnnounceResult, type BusinessNumber, type CommandResult, type Engine, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type SendMessage } from "../sending/send-message.ts";
import { contextOfWith, mailTeamWith } from "./mail-team.ts";
import { type SideTask, type SideTaskResult, sideTasksWith } from "./side-tasks.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** Messages among which the agent's note looks for what people wrote. */
const MAX_REMEMBERED = 100;

/**
 * Tells the customer once, and the team at once, that a person has or should have the conversation; and the business when that has ended.
 * Each step is remembered by the handoff's id: a crash repeats at most the step it fell into. An outside system that is away holds up nobody else.
 */
export const announceHandoffWith = (engine: Engine, say: SendMessage) => {
  const { conversations, handoffs, events, history, handoffNotice, telemetry, rules } = engine;
  const sideTasks = sideTasksWith(engine);
  const contextOf = contextOfWith(engine);
  const mailTeam = mailTeamWith(engine);

  const announcement = (state: ConversationState, number: BusinessNumber, handoff: Handoff): SideTask => ({
    kind: "handoff-event",
    key: handoff.id,
    inOrder: true,
    run: async () => {
      const { conversation, lastInboundAt } = state;
      const full = handoffNotice.eventContent === "full" ? await contextOf(state) : {};
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
          ...(handoffNotice.eventContent === "full" && handoff.summary && { summary: handoff.summary }),
        },
      });
    },
  });

  function announced({ conversation }: ConversationState, number: BusinessNumber, { id, reason }: Handoff) {
    telemetry.count("Handoffs", 1, { number: number.name, reason });
    telemetry.info("handoff.announced", { conversation, handoff: id, reason });
    return { teamNotifiedOf: id };
  }

  /** On the list, on the bus, and by e-mail unless a person has begun it. None of these waits for another. */
  async function announce(start: ConversationState, number: BusinessNumber, handoff: Handoff): Promise<ConversationState> {
    const { id } = handoff;
    const event = announcement(start, number, handoff);
    const mail: SideTask = { kind: "handoff-mail", key: id, run: () => mailTeam(start, number, handoff) };
    const list: SideTask = { kind: "handoff-list", key: id, run: () => handoffs.add(handoff) };
    const isRepeat = isBegun(start, id) || sideTasks.anyFailed(start, [list, event, mail]);
    const published = withEvent(start, number, id, isRepeat);
    const wantsMail = handoffNotice.mail && !isStartedByStaff(handoff);
    const mailed = wantsMail && !isRepeat ? withinCeiling(engine, published, number.name, "mail") : undefined;
    const counted = mailed ? { ...published, progress: mailed } : published;
    const tasks = [
      list,
      ...(counted.progress?.notPublishedFor === id ? [] : [event]),
      ...(mailed || (wantsMail && isRepeat) ? [mail] : []),
    ];
    // What may yet turn out to be automatic keeps that its publication has begun: whoever may have read of it has to read of its end.
    const isRetractable = handoff.textHash !== undefined && !isRepeat && counted.progress?.notPublishedFor !== id;
    const begun = isRetractable
      ? await saveAlways(conversations, { ...counted, progress: { ...counted.progress, teamNotificationBegunFor: id } })
      : counted;
    const { state, settled } = await sideTasks.attemptAll(begun, number.name, tasks);
    if (state === start && !settled) return start;
    return saveAlways(conversations, { ...state, progress: { ...state.progress, ...(settled && announced(state, number, handoff)) } });
  }

  const isBegun = ({ progress }: ConversationState, id: string) => progress?.teamNotificationBegunFor === id;

  /** The state in which the event of a handoff is counted; or in which it is noted that the hour has no room for it. */
  function withEvent(state: ConversationState, number: BusinessNumber, id: string, isRepeat: boolean): ConversationState {
    if (isRepeat || state.progress?.notPublishedFor === id) return state;
    return { ...state, progress: withinCeiling(engine, state, number.name, "handoff-event") ?? { ...state.progress, notPublishedFor: id } };
  }

  async function tell(
    state: ConversationState,
    number: BusinessNumber,
    handoff: Handoff,
    deadline: number,
  ): Promise<CommandResult | ConversationState> {
    const told = beyondTurn({ ...state, progress: { ...state.progress, customerNotifiedOf: handoff.id } });
    const text = number.textFor("handoff", state.customer ?? {});
    const spoken = await say(
      told,
      number,
      {
        cause: `handoff ${handoff.id}`,
        parts: [{ text }],
        by: "system",
        capped: "handoff-line",
        blockedBy: ["opted-out", "switched-off"],
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
    const { conversation, progress } = start;
    const { id, how } = ended;
    const event = announcement(start, number, ended);
    const rest = [
      { kind: "handoff-list" as const, key: id },
      { kind: "handoff-mail" as const, key: id },
    ];
    const listEnd: SideTask = { kind: "handoff-list", key: `end ${id}`, run: () => handoffs.remove(ended, conversationIdsOf(start)) };
    const eventEnd = ending(start, number, ended);
    const isUntold = sideTasks.anyFailed(start, [event]);
    const isFirstTry = !sideTasks.anyFailed(start, [listEnd, eventEnd]);
    // Whatever of it was tried before came after its beginning.
    const isNew = progress?.teamNotifiedOf !== id && (isUntold || (isFirstTry && !sideTasks.anyFailed(start, rest)));
    // Who is not on the list yet, or was not mailed of, need not be any more.
    const known = sideTasks.forget(start, rest);
    const isSecret = isNew && how === "automatic" && !isBegun(start, id);
    const counted = isNew && !isSecret ? withEvent(known, number, id, isUntold || isBegun(start, id)) : known;
    // Of what nobody was told, the end is not told either.
    const isPublic = counted.progress?.notPublishedFor !== id && !isSecret;
    const begun: SideTaskResult<ConversationState> =
      isNew && isPublic ? await sideTasks.attempt(counted, number.name, event) : { state: counted, settled: true };
    const tasks = isPublic ? [listEnd, eventEnd] : [listEnd];
    const { state, settled } = await sideTasks.attemptAll(begun.state, number.name, tasks);
    if (state === start && !settled) return { state, settled };
    const note =
      rules.tellAgent && isFirstTry && how !== "automatic" && how !== "merged"
        ? { note: handoffAgentNote(ended, await history.transcript(conversationIdsOf(state), MAX_REMEMBERED)) }
        : {};
    if (settled) telemetry.info("handoff.ended", { conversation, handoff: id, how });
    const told = {
      ...(isNew && begun.settled && how !== "automatic" && how !== "merged" && announced(state, number, ended)),
      ...(settled && { endPublishedFor: id }),
    };
    return { state: await saveAlways(conversations, { ...state, progress: { ...state.progress, ...note, ...told } }), settled };
  }

  /** "team": nothing may be said just now, but people can be told. */
  return async (
    start: ConversationState,
    number: BusinessNumber,
    deadline: number,
    whom: "everybody" | "team" = "everybody",
  ): Promise<AnnounceResult> => {
    let state = start;
    const { handoff, pausedAt, endedHandoffs = [], progress } = state;
    const lastTold = endedHandoffs.findLastIndex(({ id }) => id === progress?.endPublishedFor);
    for (const ended of endedHandoffs.slice(lastTold + 1)) {
      const told = await end(state, number, ended);
      state = told.state;
      // Ends are told of one after the other.
      if (!told.settled) break;
    }
    if (!handoff || pausedAt === undefined) return { state };
    if (progress?.teamNotifiedOf !== handoff.id) state = await announce(state, number, handoff);
    if (whom === "team" || handoff.quiet || progress?.customerNotifiedOf === handoff.id) return { state };
    const told = await tell(state, number, handoff, deadline);
    return "version" in told ? { state: told } : { wake: told };
  };
};
