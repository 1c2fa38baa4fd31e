import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import { withOneCounted } from "../../domain/turn/hourly-limits.ts";
import type { Engine } from "../ports/engine.ts";
import { type SideTask, sideTasksWith } from "./side-tasks.ts";
import { withinCeiling } from "./within-ceiling.ts";

const withoutMark = <State extends ConversationState>({ progress: { leadUnpublished: _, ...progress } = {}, ...state }: State) => ({
  ...state,
  progress,
});

const withMark = <State extends ConversationState>(state: State) =>
  state.progress?.leadUnpublished ? state : { ...state, progress: { ...state.progress, leadUnpublished: true } };

const NO_REVISION = (["lead-event", "lead-queue"] as const).map((kind) => ({ kind, key: "" }));

/**
 * Publishes what became known of a contact, unless that very revision was published before. Repeating it is harmless: the event has the revision's id.
 * Gives the state, which the caller saves: `progress.leadUnpublished` when it failed, or when the hour has no room for it.
 */
export const publishLeadWith = (engine: Engine) => {
  const { clock, leads, leadQueue, events, telemetry, handoffNotice } = engine;
  const sideTasks = sideTasksWith(engine);

  return async (start: ConversationState, number: NumberName): Promise<ConversationState> => {
    const { conversation } = start;
    const lead = await leads.find(conversation);
    if (!lead || (lead.published ?? 0) >= lead.revision) {
      // Nothing is left to be tried again: of revisions before, this one tells too.
      const state = sideTasks.forgetOthers(start, NO_REVISION);
      if (!start.progress?.leadUnpublished) return state;
      // The attempt that published it may have ended without keeping that it did.
      return withoutMark({ ...state, progress: withOneCounted(state.progress, "lead-event", clock.now()) });
    }
    const { revision, fields } = lead;
    const known = Object.fromEntries(Object.entries(fields).map(([name, { value, source }]) => [name, { value, source }]));
    const detail = { revision, first: revision === 1, ...(handoffNotice.eventContent === "full" && { fields: known }) };
    const event = { type: "lead.captured" as const, id: `${conversation}.lead.${revision}`, conversation, number, detail };
    // With the conversation: what another one could not tell comes here when both are merged.
    const key = `${conversation} ${revision}`;
    const tasks: SideTask[] = [
      { kind: "lead-event", key, run: () => events.publish(event) },
      ...(leadQueue ? [{ kind: "lead-queue" as const, key, run: () => leadQueue.send({ conversation, revision }) }] : []),
    ];
    const counted = sideTasks.anyFailed(start, tasks) ? (start.progress ?? {}) : withinCeiling(engine, start, number, "lead-event");
    if (!counted) return withMark(sideTasks.forgetOthers(start, tasks));
    const { state, settled } = await sideTasks.attemptAll(
      // What is known by now stands for every revision before.
      sideTasks.forgetOthers({ ...start, progress: counted }, tasks),
      number,
      tasks,
    );
    if (!settled) return state.progress === start.progress ? start : withMark(state);
    await leads.published(conversation, revision);
    telemetry.count("LeadsCaptured", 1, { number });
    telemetry.info("lead.captured", { conversation, revision });
    return withoutMark(state);
  };
};
