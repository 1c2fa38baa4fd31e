import type { Controls } from "../../lib/application/ports/control-ports.ts";
import type { Links } from "../../lib/application/ports/links.ts";
import type { Conversations, Deliveries, Ledger } from "../../lib/application/ports/ports.ts";
import type { EndedHandoff, Handoff } from "../../lib/domain/handoff/handoff.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import { rowStateOf, waitingSinceOf } from "../../lib/domain/inbox/row-state.ts";
import { formatReference } from "../../lib/domain/turn/reference.ts";
import { memoryControls } from "../support/memory/memory-controls.ts";
import { memoryConversations } from "../support/memory/memory-conversations.ts";
import { memoryDeliveries, memoryLedger } from "../support/memory/memory-ledger.ts";
import { memoryLinks } from "../support/memory/memory-links.ts";
import type { World } from "./world.ts";

type Change = { at: number; on: boolean };

/** What was in force when: kept by the atomic write itself, and so true whatever the engine believes. */
export class Timeline {
  readonly #changes = new Map<string, Change[]>();
  readonly handoffs: { conversation: string; handoff: Handoff; at: number }[] = [];
  /** Whose handoff a person took: by an assignment or a reply. */
  taken: { handoff: string; at: number }[] = [];
  /** When the worker noted that the team has been told of a handoff, by its id. */
  readonly toldAt = new Map<string, number>();
  /** `at`: when the person wrote, which may be before a handoff begins of a request from before that. */
  readonly replied: { conversation: string; at: number }[] = [];
  /** `at`: of the write. */
  readonly ended: { conversation: string; handoff: EndedHandoff; at: number }[] = [];

  set(what: string, at: number, on: boolean) {
    this.#changes.set(what, [...(this.#changes.get(what) ?? []), { at, on }]);
  }

  everHeld(what: string): boolean {
    return (this.#changes.get(what) ?? []).some(({ on }) => on);
  }

  /** During the whole of the `slack` milliseconds before. */
  holds(what: string, at: number, slack = 0): boolean {
    const changes = this.#changes.get(what) ?? [];
    const before = changes.filter((change) => change.at < at - slack).at(-1);
    return (
      before?.on === true &&
      !changes.some((change) => !change.on && change.at >= at - slack && change.at <= at)
    );
  }
}

export function watchedControls(world: World): Controls {
  const real = memoryControls(world.table);
  const { timeline, scheduler } = world;
  const mirror = (conversation: string, before: object, after: object) => {
    for (const [sendBlock, attribute] of [
      ["opted-out", "optedOutAt"],
      ["no-templates", "noTemplatesAt"],
    ] as const)
      if (attribute in before !== attribute in after)
        timeline.set(`${sendBlock} ${conversation}`, scheduler.now, attribute in after);
  };
  /** Whichever act began the pause. */
  const watchPause = async <Result>(
    conversation: ConversationId,
    act: () => Promise<Result>,
  ): Promise<Result> => {
    const before = await real.read(conversation);
    const result = await act();
    const { pausedAt, handoff } = await real.read(conversation);
    if (before.pausedAt === undefined && pausedAt !== undefined && handoff) {
      timeline.set(`paused ${conversation}`, world.hours.beginOf(handoff, scheduler.now), true);
      timeline.handoffs.push({ conversation, handoff, at: scheduler.now });
    }
    // Somebody came before the bot would have fallen silent.
    if (before.pausedAt !== undefined && pausedAt !== undefined && pausedAt < before.pausedAt)
      timeline.set(`paused ${conversation}`, scheduler.now, true);
    return result;
  };
  const watchTaking = async <Result>(
    conversation: ConversationId,
    act: () => Promise<Result>,
  ): Promise<Result> => {
    const result = await watchPause(conversation, act);
    // Also of a customer who has opted out: who took the request knows of it.
    const { optedOutAt: _, ...state } = await real.read(conversation);
    if (state.handoff && rowStateOf(state) === "person")
      timeline.taken.push({ handoff: state.handoff.id, at: scheduler.now });
    return result;
  };
  return {
    ...real,
    pause: (conversation, handoff, resumeAt) =>
      watchPause(conversation, () => real.pause(conversation, handoff, resumeAt)),
    assign: (conversation, assignment) =>
      watchTaking(conversation, () => real.assign(conversation, assignment)),
    startReply: (conversation, reply) =>
      watchTaking(conversation, async () => {
        const result = await real.startReply(conversation, reply);
        if (result.kind === "started") timeline.replied.push({ conversation, at: result.at });
        if (result.kind === "started" && !world.replyStartedAt.has(reply.id))
          world.replyStartedAt.set(reply.id, scheduler.now);
        return result;
      }),
    async release(conversation, release) {
      const released = await real.release(conversation, release);
      // The customer waits again, if not now then after an opt-in.
      const { optedOutAt: _, ...state } = await real.read(conversation);
      const { handoff } = state;
      if (waitingSinceOf(state) !== undefined)
        timeline.taken = timeline.taken.filter((each) => each.handoff !== handoff?.id);
      return released;
    },
    async resume(conversation, end) {
      const ended = await real.resume(conversation, end);
      if (ended) {
        timeline.set(`paused ${conversation}`, scheduler.now, false);
        timeline.ended.push({ conversation, handoff: ended, at: scheduler.now });
      }
      return ended;
    },
    async changeConsent(conversation, change) {
      const before = await real.read(conversation);
      const changed = await real.changeConsent(conversation, change);
      mirror(conversation, before, await real.read(conversation));
      return changed;
    },
  };
}

export function watchedConversations(world: World): Conversations {
  const real = memoryConversations(world.table);
  return {
    ...real,
    load: async (conversation, number) => {
      const loaded = await real.load(conversation, number);
      const times = world.loads.get(conversation) ?? [];
      times.push(world.scheduler.now);
      world.loads.set(conversation, times);
      return loaded;
    },
    save: async (state, sendBlocks) => {
      const saved = await real.save(state, sendBlocks);
      if (saved !== "saved") return saved;
      const { toldAt } = world.timeline;
      const told = state.progress?.teamNotifiedOf;
      if (told !== undefined && !toldAt.has(told)) toldAt.set(told, world.scheduler.now);
      if (!state.turn) return saved;
      for (const draft of state.progress?.drafts ?? [])
        if (!world.drafted.some(({ turn }) => turn === draft.turn))
          world.drafted.push({ ...draft, conversation: state.conversation });
      for (const [part, { state: step, attempts }] of state.turn.parts.entries()) {
        if (step !== "sending") continue;
        const reference = formatReference({
          conversation: state.conversation,
          turn: state.turn.id,
          part,
          attempt: attempts,
        });
        if (!world.claimedAt.has(reference)) world.claimedAt.set(reference, world.scheduler.now);
      }
      if (state.turn.parts.length > 0)
        for (const id of state.turn.messages)
          if (!world.answerStoredAt.has(id)) world.answerStoredAt.set(id, world.scheduler.now);
      const { ending } = state.turn;
      if (ending.kind === "ignored" && ending.reason === "outside-rollout")
        for (const id of state.turn.messages)
          if (!world.leftOutAt.has(id)) world.leftOutAt.set(id, world.scheduler.now);
      return saved;
    },
    end: async (conversation, messages, ending, turn) => {
      await real.end(conversation, messages, ending, turn);
      for (const id of messages) if (!world.endedAt.has(id)) world.endedAt.set(id, world.scheduler.now);
    },
    mergeInto: async (conversation, other) => {
      const before = world.table.state(conversation);
      await real.mergeInto(conversation, other);
      if (!world.mergedAt.has(other.conversation))
        world.mergedAt.set(other.conversation, world.scheduler.now);
      const after = world.table.state(conversation);
      const known = [before, other].flatMap(({ endedHandoffs = [] }) => endedHandoffs.map(({ id }) => id));
      const ended = (after.endedHandoffs ?? []).filter(({ id }) => !known.includes(id));
      for (const handoff of ended)
        world.timeline.ended.push({ conversation, handoff, at: world.scheduler.now });
      for (const [sendBlock, attribute] of [
        ["opted-out", "optedOutAt"],
        ["no-templates", "noTemplatesAt"],
        ["paused", "pausedAt"],
      ] as const)
        if ((before[attribute] === undefined) !== (after[attribute] === undefined))
          // One that begins later stays so.
          world.timeline.set(
            `${sendBlock} ${conversation}`,
            Math.max(world.scheduler.now, sendBlock === "paused" ? (after.pausedAt ?? 0) : 0),
            after[attribute] !== undefined,
          );
    },
  };
}

export function watchedLedger(world: World): Ledger {
  const real = memoryLedger(world.table);
  return {
    ...real,
    record: async (entry) => {
      if (!world.recordedAt.has(entry.message.id))
        world.recordedAt.set(entry.message.id, world.scheduler.now);
      return real.record(entry);
    },
  };
}

export function watchedLinks(world: World): Links {
  const real = memoryLinks(world.table);
  return {
    ...real,
    set: async (id, link, expected) => {
      const set = await real.set(id, link, expected);
      if (set && link.to !== id) world.linkedAt.set(id, world.scheduler.now);
      return set;
    },
  };
}

export function watchedDeliveries(world: World): Deliveries {
  const real = memoryDeliveries(world.table);
  return {
    ...real,
    record: async (status) => {
      const key = formatReference(status.reference);
      if (status.state !== "failed" && !world.confirmedAt.has(key))
        world.confirmedAt.set(key, world.scheduler.now);
      return real.record(status);
    },
  };
}
