import { receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import { ConcurrentWriteError } from "../../lib/application/ports/engine.ts";
import type { Progress } from "../../lib/domain/conversation/progress.ts";
import { splitSendBlocks } from "../../lib/domain/conversation/split-send-blocks.ts";
import { type LimitedKind, MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import { BURST_MUTATIONS } from "./bursts.ts";
import { CONTEXT_MUTATIONS } from "./contexts.ts";
import { DEFERRED_MUTATIONS } from "./deferred-replies.ts";
import { DISCLOSURE_MUTATIONS } from "./disclosures.ts";
import { DRAFT_REMINDER_MUTATIONS } from "./draft-reminders.ts";
import { DRAFT_MUTATIONS } from "./drafts.ts";
import { HANG_MUTATIONS } from "./hangs.ts";
import { HOURS_MUTATIONS } from "./hours.ts";
import { INBOX_MUTATIONS } from "./inbox-staff.ts";
import { REQUEST_MUTATIONS } from "./late-requests.ts";
import { LEFT_OUT_MUTATIONS } from "./left-out-files.ts";
import { LOST_MUTATIONS } from "./lost-messages.ts";
import { MEDIA_MUTATIONS } from "./media.ts";
import { MERGE_MUTATIONS } from "./merges.ts";
import { MESSAGE_EVENT_MUTATIONS } from "./message-events.ts";
import { PICTURE_MUTATIONS } from "./pictures.ts";
import { RECENT_MUTATIONS } from "./recent-controls.ts";
import { REMINDER_MUTATIONS } from "./reminders.ts";
import { ROLLOUT_MUTATIONS } from "./rollouts.ts";
import { THREAD_MUTATIONS } from "./threads.ts";
import type { Sabotage } from "./world.ts";

/** The worker reads the conversation without this part of the progress. */
const forgetting = (forget: (progress: Progress) => Progress): Sabotage => ({
  conversations: (real) => ({
    ...real,
    load: async (conversation, number) => {
      const loaded = await real.load(conversation, number);
      return { ...loaded, state: { ...loaded.state, progress: forget(loaded.state.progress ?? {}) } };
    },
  }),
});

const without = (kind: LimitedKind): [string, Sabotage] => [
  `there is no ceiling for: ${kind}`,
  forgetting(({ lastHour = {}, ...progress }) => ({ ...progress, lastHour: { ...lastHour, [kind]: [] } })),
];

/**
 * Files that are counted at the moment of the write are stored by a later one. Faults rarely come between the two,
 * so that a worker of the robot's dies there.
 */
const COUNTED_LATE: Sabotage = {
  engine: (real) => ({
    ...real,
    conversations: {
      ...real.conversations,
      keepUnderstood: async (ids, id, understood) => {
        const isInterrupted = [...understood.values()].some(
          (each) => each.kind === "failed" && each.reason === "interrupted",
        );
        if (id === "c4m1" && !isInterrupted) throw new Error("worker died");
        return real.conversations.keepUnderstood(ids, id, understood);
      },
      save: async (state, blocks) => {
        const { media = [], ...lastHour } = state.progress?.lastHour ?? {};
        const earlier = media.filter((at) => at !== real.clock.now());
        const counts = { ...lastHour, ...(earlier.length > 0 && { media: earlier }) };
        return real.conversations.save(
          { ...state, ...(state.progress && { progress: { ...state.progress, lastHour: counts } }) },
          blocks,
        );
      },
    },
  }),
};

/** Bugs that show only in a flood. */
export const UNBOUNDED: Record<string, Sabotage> = {
  "files count for the hour only after they were understood": COUNTED_LATE,
  ...Object.fromEntries(
    (Object.keys(MAX_PER_HOUR) as LimitedKind[])
      // No flood of the simulation is that long, or tapped so often:
      // test/application/notify/message-events.test.ts, draft-reminders.test.ts, test/application/drafts.test.ts.
      .filter((kind) => !["received-event", "draft-mail", "draft-reminder"].includes(kind))
      .map(without),
  ),
  ...LEFT_OUT_MUTATIONS,
  "turns are not counted": forgetting(({ pace: _, ...progress }) => progress),
  "opt-outs are left out like opt-ins": {
    engine: (real) => {
      const publish: typeof real.events.publish = async (event) =>
        event.type === "contact.opted-out" ? undefined : real.events.publish(event);
      return { ...real, events: { publish } };
    },
  },
};

/** What the inbox shows goes wrong. */
const INBOX: Record<string, Sabotage> = {
  "the inbox does not list who waits": {
    activity: (real) => ({
      ...real,
      save: ({ waitingSince: _, ...entry }, known) => real.save(entry, known),
    }),
  },
  "a conversation that was merged into another stays in the inbox": {
    activity: (real) => ({ ...real, remove: async () => undefined }),
  },
  "what a crashed command has seen is not read again for the inbox": {
    engine: (real) => ({ ...real, history: { ...real.history, transcript: async () => [] } }),
  },
};

/** Realistic bugs, each of which some real project has had. The simulation must notice every one. */
export const MUTATIONS: Record<string, Sabotage> = {
  ...LOST_MUTATIONS,
  ...BURST_MUTATIONS,
  ...REQUEST_MUTATIONS,
  ...INBOX_MUTATIONS,
  ...INBOX,
  ...HOURS_MUTATIONS,
  ...HANG_MUTATIONS,
  ...REMINDER_MUTATIONS,
  ...MESSAGE_EVENT_MUTATIONS,
  ...PICTURE_MUTATIONS,
  ...MEDIA_MUTATIONS,
  ...MERGE_MUTATIONS,
  ...ROLLOUT_MUTATIONS,
  ...RECENT_MUTATIONS,
  ...DRAFT_MUTATIONS,
  ...DRAFT_REMINDER_MUTATIONS,
  ...DISCLOSURE_MUTATIONS,
  ...DEFERRED_MUTATIONS,
  ...THREAD_MUTATIONS,
  ...CONTEXT_MUTATIONS,
  "a repeat is dropped although its first delivery died before queueing": {
    ledger: (real) => ({
      ...real,
      record: async (entry) => ((await real.record(entry)) === "new" ? "new" : "answered"),
    }),
  },
  "the webhook answers 200 although queueing failed": {
    receive: (deps) =>
      receiveWebhook.bind(undefined, {
        ...deps,
        turnQueue: { send: (commands) => deps.turnQueue.send(commands).catch(() => undefined) },
      }),
  },
  "no ledger: every delivery of a message counts as new": {
    conversations: (real) => ({ ...real, end: async () => undefined }),
  },
  "a part that fails later leaves its question answered": {
    conversations: (real) => ({ ...real, endLate: async () => undefined }),
  },
  "parts are sent without being claimed before": {
    conversations: (real) => ({
      ...real,
      save: (state, sendBlocks) => {
        const { turn } = state;
        if (!turn) return real.save(state, sendBlocks);
        const parts = turn.parts.map((part) =>
          part.state === "sending" ? { ...part, state: "pending" as const } : part,
        );
        return real.save({ ...state, turn: { ...turn, parts } }, sendBlocks);
      },
    }),
  },
  "the answer is not stored before it is sent": {
    conversations: (real) => ({
      ...real,
      load: async (conversation) => {
        const loaded = await real.load(conversation);
        const { turn: _, ...state } = loaded.state;
        return { ...loaded, state };
      },
    }),
  },
  "messages end before the reply has left": {
    conversations: (real) => ({
      ...real,
      save: async (state, sendBlocks) => {
        const saved = await real.save(state, sendBlocks);
        if (saved === "saved" && state.turn?.parts.length)
          await real.end([state.conversation], state.turn.messages, { kind: "answered" });
        return saved;
      },
    }),
  },
  "the delivery confirmation of an unknown send is not looked at": {
    deliveries: (real) => ({ ...real, find: async () => undefined }),
  },
  "an unknown send is repeated at once": {
    engine: (real) => ({ ...real, rules: { ...real.rules, graceSeconds: 0 } }),
  },
  "a pause is judged only before the agent is asked": {
    conversations: (real) => ({
      ...real,
      save: (state, sendBlocks) =>
        real.save(
          state,
          sendBlocks.filter((sendBlock) => sendBlock !== "paused"),
        ),
    }),
  },
  "waiting messages are taken newest first": {
    conversations: (real) => ({
      ...real,
      load: async (conversation) => {
        const loaded = await real.load(conversation);
        return { ...loaded, pending: [...loaded.pending].reverse() };
      },
    }),
  },
  "a failed turn publishes nothing": {
    engine: (real) => ({ ...real, events: { publish: async () => undefined } }),
  },
  "a timeout counts as sent": {
    engine: (real) => ({
      ...real,
      numberNamed: (name) => {
        const number = real.numberNamed(name);
        if (!number) return undefined;
        const send: typeof number.sender.send = async (message, deadline) => {
          const outcome = await number.sender.send(message, deadline);
          return outcome.kind === "unknown" ? { kind: "accepted", id: "" } : outcome;
        };
        return { ...number, sender: { ...number.sender, send } };
      },
    }),
  },
  "an opt-out is judged only before the agent is asked": {
    conversations: (real) => ({
      ...real,
      save: (state, sendBlocks) =>
        real.save(
          state,
          sendBlocks.filter((sendBlock) => sendBlock !== "opted-out"),
        ),
    }),
  },
  "the number's switch is judged only before the agent is asked": {
    engine: (real) => ({ ...real, switches: { ...real.switches, current: async () => ({ off: false }) } }),
  },
  "a keyword like STOP waits until the worker comes to it": {
    receive: (deps) => receiveWebhook.bind(undefined, { ...deps, detectKeyword: () => undefined }),
  },
  "a person who writes from the app does not pause the bot": {
    controls: (real) => ({
      ...real,
      pause: async (conversation, handoff, at) =>
        handoff.reason === "app" ? "already" : real.pause(conversation, handoff, at),
      startReply: async (conversation, reply) =>
        reply.by === "app" ? { kind: "started", at: reply.at } : real.startReply(conversation, reply),
    }),
  },
  "handoffs are forgotten as soon as they are announced": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { teamNotifiedOf: _, ...progress } = loaded.state.progress ?? {};
        return { ...loaded, state: { ...loaded.state, progress } };
      },
    }),
  },
  "the team is mailed of nothing": {
    engine: (real) => ({ ...real, notifications: { send: async () => undefined } }),
  },
  "what was published of a contact is not noted": {
    engine: (real) => ({ ...real, leads: { ...real.leads, published: async () => undefined } }),
  },
  "outbound messages end before they have left": {
    engine: (real) => ({
      ...real,
      conversations: {
        ...real.conversations,
        load: async (conversation, number) => {
          const loaded = await real.conversations.load(conversation, number);
          for (const { id } of loaded.outbound) await real.outbox.end([conversation], id, { state: "sent" });
          return { ...loaded, outbound: [] };
        },
      },
    }),
  },
  "a merge leaves the customer's opt-out behind": {
    conversations: (real) => ({
      ...real,
      mergeInto: (conversation, other) => {
        const { pauses, rest } = splitSendBlocks(other);
        return real.mergeInto(conversation, { ...rest, ...pauses });
      },
    }),
  },
  "what waits in a merged conversation is not looked at": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const { mergedFrom: _, ...state } = (await real.load(conversation, number)).state;
        const loaded = await real.load(conversation, number);
        return {
          ...loaded,
          state,
          pending: loaded.pending.filter(({ customer }) => customer.userId === state.customer?.userId),
        };
      },
    }),
  },
  "the window is counted from our own last message": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { turn } = loaded.state;
        const lastInboundAt = Math.max(loaded.state.lastInboundAt ?? 0, turn?.startedAt ?? 0);
        return {
          ...loaded,
          state: { ...loaded.state, lastInboundAt },
          pending: loaded.pending.map((each) => ({ ...each, sentAt: each.arrivedAt })),
        };
      },
    }),
  },
  "an event bus that is away holds the conversation up": {
    engine: (real) => ({
      ...real,
      events: {
        publish: (event) =>
          real.events.publish(event).catch(() => {
            throw new ConcurrentWriteError();
          }),
      },
    }),
  },
  "nothing comes back for a failed side task": {
    engine: (real) => ({
      ...real,
      turnQueue: {
        send: (commands) =>
          real.turnQueue.send(
            commands.filter((command) => command.kind !== "wake" || command.notBefore === undefined),
          ),
      },
    }),
  },
  "a follow-up that could not be planned is forgotten": {
    engine: (real) => ({
      ...real,
      schedules: { set: async (...given) => real.schedules?.set(...given).catch(() => undefined) },
    }),
  },
};
