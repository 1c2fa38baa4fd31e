import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import type { Reminders } from "../../domain/handoff/reminder-kinds.ts";
import { reminderMail } from "../../domain/handoff/reminder-mail.ts";
import {
  afterReminder,
  isPlanned,
  nextReminder,
  type Reminder,
  type ReminderRules,
  remindersOf,
} from "../../domain/handoff/reminders.ts";
import { waitingSinceOf } from "../../domain/inbox/row-state.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { anyFailed, forgetOtherSideTasks, type SideTask } from "./side-task.ts";
import { attemptSideTask, type SideTaskResult } from "./side-tasks.ts";

/** Enough to find an answer from the WhatsApp Business app. */
const MAX_MESSAGES = 20;

const NOTHING = (["waiting-mail", "waiting-schedule"] as const).map((kind) => ({ kind, key: "" }));

/**
 * Mails the team again while a customer waits and nobody has the conversation, each reminder once a handoff.
 * What is due follows from the state alone, so any command sends it; a scheduled wake-up sees to it that one
 * comes. Returns the new state.
 */
export async function remindTeam(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
): Promise<ConversationState> {
  const { clock, conversations, handoffNotice, rules, schedules } = engine;
  const isOn = schedules && handoffNotice.mail && rules.remindAfterMs > 0;
  const isAnnounced = start.progress?.teamNotifiedOf === start.handoff?.id;
  const next = isOn && isAnnounced ? nextReminder(start, rulesFor(engine, number), clock.now()) : undefined;
  if (!next) {
    const state = forgetOtherSideTasks(start, NOTHING);
    return state === start ? start : saveAlways(conversations, state);
  }
  const isDue = next.at <= clock.now();
  const { state, settled } = isDue
    ? await remind(engine, start, number, next)
    : await plan(engine, start, number, next);
  if (state === start) return start;
  const saved = await saveAlways(conversations, state);
  // The next one is planned.
  return isDue && settled ? remindTeam(engine, saved, number) : saved;
}

const rulesFor = ({ rules }: Engine, { hours }: BusinessNumber): ReminderRules => ({
  remindAfterMs: rules.remindAfterMs,
  hours,
});

const withReminders = (state: ConversationState, reminders: Reminders): ConversationState => ({
  ...state,
  progress: { ...state.progress, reminders },
});

async function remind(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
  reminder: Reminder,
): Promise<SideTaskResult<ConversationState>> {
  const { clock } = engine;
  const after = afterReminder(start, reminder, rulesFor(engine, number), clock.now());
  const task: SideTask = {
    kind: "waiting-mail",
    key: `${after.handoff} ${reminder.kind}`,
    run: () => mailUnlessAnswered(engine, start, number, reminder),
  };
  const current = forgetOtherSideTasks(start, [task, ...NOTHING]);
  const counted = anyFailed(start, [task])
    ? current.progress
    : countWithinLimit(engine, current, number.name, "mail");
  // The team has had its e-mails of this hour: none is left for this one.
  if (!counted) return { state: withReminders(current, after), settled: true };
  const { state, settled } = await attemptSideTask(
    engine,
    { ...current, progress: counted },
    number.name,
    task,
  );
  if (state.progress === start.progress) return { state: start, settled };
  return { state: settled ? withReminders(state, after) : state, settled };
}

/** Somebody may have taken the conversation just now, or have answered from the app. */
async function mailUnlessAnswered(
  engine: Engine,
  { conversation, customer, lastInboundAt }: ConversationState,
  number: BusinessNumber,
  { kind }: Reminder,
): Promise<void> {
  const { clock, controls, handoffNotice, history, notifications } = engine;
  const latest = await controls.read(conversation);
  const since = latest.pausedAt === undefined ? undefined : waitingSinceOf(latest);
  if (since === undefined) return;
  const transcript = await history.transcript(conversationIdsOf(latest), MAX_MESSAGES);
  if (transcript.some(({ from, at }) => from === "person" && at > since)) return;
  const isFull = handoffNotice.mailContent === "full";
  const link = isFull ? handoffNotice.link(conversation, customer ?? {}) : undefined;
  const inbox = handoffNotice.inbox?.(conversation);
  await notifications.send(
    reminderMail({
      kind,
      since,
      now: clock.now(),
      conversation,
      stage: handoffNotice.stage,
      number: number.name,
      windowClosesAt: lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt),
      ...(isFull && customer && { customer }),
      ...(link !== undefined && { link }),
      ...(inbox !== undefined && { inbox }),
    }),
  );
}

/**
 * By a wake-up, which every release reads and a conversation that has moved hands on. Its time tells it from
 * others of the conversation: the queue drops a second one with the same content.
 */
async function plan(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
  reminder: Reminder,
): Promise<SideTaskResult<ConversationState>> {
  const { clock, schedules } = engine;
  const { conversation } = start;
  const { at } = reminder;
  const reminders = remindersOf(start, clock.now());
  const task: SideTask = {
    kind: "waiting-schedule",
    key: `${reminders.handoff} ${reminder.kind}`,
    run: async () =>
      schedules?.set(`reminder-${conversation}`, at, {
        kind: "wake",
        conversation,
        number: number.name,
        notBefore: at,
      }),
  };
  const current = forgetOtherSideTasks(start, [task, ...NOTHING]);
  if (isPlanned(current, reminder, clock.now())) return { state: current, settled: true };
  const { state, settled } = await attemptSideTask(engine, current, number.name, task);
  if (!settled && state === start) return { state, settled };
  // After a failure the time counts on.
  return { state: withReminders(state, settled ? { ...reminders, plannedAt: at } : reminders), settled };
}
