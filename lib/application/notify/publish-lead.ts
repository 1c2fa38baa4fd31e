import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import { countTowardsLimit } from "../../domain/turn/hourly-limits.ts";
import type { Engine } from "../ports/engine.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { anyFailed, forgetOtherSideTasks, type SideTask } from "./side-task.ts";
import { attemptAllSideTasks } from "./side-tasks.ts";

const withoutUnpublished = <State extends ConversationState>({
  progress: { leadUnpublished: _, ...progress } = {},
  ...state
}: State) => ({
  ...state,
  progress,
});

const withUnpublished = <State extends ConversationState>(state: State) =>
  state.progress?.leadUnpublished
    ? state
    : { ...state, progress: { ...state.progress, leadUnpublished: true } };

const NO_REVISION = (["lead-event", "lead-queue"] as const).map((kind) => ({ kind, key: "" }));

/**
 * A repeat is harmless: the event has the revision's id. The caller saves the state: with
 * `progress.leadUnpublished` when it failed, or when the hour has no room for it.
 */
export async function publishLead(
  engine: Engine,
  start: ConversationState,
  number: NumberName,
): Promise<ConversationState> {
  const { clock, leads, leadQueue, events, telemetry, handoffNotice } = engine;
  const { conversation } = start;
  const lead = await leads.find(conversation);
  if (!lead || (lead.published ?? 0) >= lead.revision) {
    const state = forgetOtherSideTasks(start, NO_REVISION);
    if (!start.progress?.leadUnpublished) return state;
    // The attempt that published it may have ended before it noted so.
    return withoutUnpublished({
      ...state,
      progress: {
        ...state.progress,
        lastHour: countTowardsLimit(state.progress?.lastHour, "lead-event", clock.now()),
      },
    });
  }
  const { revision, fields } = lead;
  const known = Object.fromEntries(
    Object.entries(fields).map(([name, { value, source }]) => [name, { value, source }]),
  );
  const detail = {
    revision,
    first: revision === 1,
    ...(handoffNotice.eventContent === "full" && { fields: known }),
  };
  const event = {
    type: "lead.captured" as const,
    id: `${conversation}.lead.${revision}`,
    conversation,
    number,
    detail,
  };
  // A merge brings failed tasks of another conversation here.
  const key = `${conversation} ${revision}`;
  const tasks: SideTask[] = [
    { kind: "lead-event", key, run: () => events.publish(event) },
    ...(leadQueue
      ? [{ kind: "lead-queue" as const, key, run: () => leadQueue.send({ conversation, revision }) }]
      : []),
  ];
  const counted = anyFailed(start, tasks)
    ? (start.progress ?? {})
    : countWithinLimit(engine, start, number, "lead-event");
  if (!counted) return withUnpublished(forgetOtherSideTasks(start, tasks));
  const { state, settled } = await attemptAllSideTasks(
    engine,
    // This revision includes every earlier one.
    forgetOtherSideTasks({ ...start, progress: counted }, tasks),
    number,
    tasks,
  );
  if (!settled) return state.progress === start.progress ? start : withUnpublished(state);
  await leads.published(conversation, revision);
  telemetry.info("lead.captured", { conversation, revision });
  return withoutUnpublished(state);
}
