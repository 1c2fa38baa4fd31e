import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Reminders } from "../../domain/handoff/reminder-kinds.ts";
import {
  afterReminder,
  isPlanned,
  nextReminder,
  type Reminder,
  type ReminderRules,
  remindersOf,
} from "../../domain/handoff/reminders.ts";
import { isTeamMailed } from "../../domain/handoff/team-mailed.ts";
import type { BusinessNumber, Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { attemptMail, mailTask } from "./mail-task.ts";
import { mailUnlessAnswered } from "./mail-unless-answered.ts";
import { forgetOtherSideTasks, type SideTask } from "./side-task.ts";
import { attemptSideTask, type SideTaskResult } from "./side-tasks.ts";

const NOTHING = (["waiting-mail", "waiting-schedule"] as const).map((kind) => ({ kind, key: "" }));

/**
 * Mails the team again while a customer waits and nobody has the conversation, each reminder once a handoff; and
 * once while a draft waits for a tap. What is due follows from the state alone, so any command sends it; a scheduled
 * wake-up sees to it that one comes. Returns the new state.
 */
export async function remindTeam(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
): Promise<ConversationState> {
  const { clock, conversations, handoffNotice, rules, schedules } = engine;
  const isOn = schedules && handoffNotice.mail && rules.remindAfterMs > 0;
  const coming =
    isOn && isAnnounced(start) ? nextReminder(start, rulesFor(engine, number), clock.now()) : undefined;
  if (!coming) {
    const state = forgetOtherSideTasks(start, NOTHING);
    return state === start ? start : saveAlways(conversations, state);
  }
  const isDue = coming.at <= clock.now();
  const { state, settled } = isDue
    ? await remind(engine, start, number, coming)
    : await plan(engine, start, number, coming);
  if (state === start) return start;
  const saved = await saveAlways(conversations, state);
  // The next one is planned.
  return isDue && settled ? remindTeam(engine, saved, number) : saved;
}

/** After those that are decided have gone: the next oldest has its own reminder. */
export async function remindOfDrafts<At extends SendContext>(engine: Engine, at: At): Promise<Next<At>> {
  return next(
    at.state.progress?.drafts ? { ...at, state: await remindTeam(engine, at.state, at.number) } : at,
  );
}

const isAnnounced = (state: ConversationState) =>
  state.handoff ? isTeamMailed(state) : state.progress?.drafts?.[0]?.told;

const rulesFor = ({ rules }: Engine, { hours }: BusinessNumber): ReminderRules => ({
  remindAfterMs: rules.remindAfterMs,
  hours,
});

const withReminders = (state: ConversationState, reminders: Reminders): ConversationState => ({
  ...state,
  progress: { ...state.progress, reminders },
});

/** Also noted with the draft: a handoff that comes between has reminders of its own. */
function afterReminding(state: ConversationState, reminders: Reminders): ConversationState {
  const after = withReminders(state, reminders);
  const { drafts } = state.progress ?? {};
  if (state.pausedAt !== undefined || !drafts) return after;
  const noted = drafts.map((draft, index) => (index === 0 ? { ...draft, reminded: true as const } : draft));
  return { ...after, progress: { ...after.progress, drafts: noted } };
}

async function remind(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
  reminder: Reminder,
): Promise<SideTaskResult<ConversationState>> {
  const { clock } = engine;
  const after = afterReminder(start, reminder, rulesFor(engine, number), clock.now());
  const mail = mailTask(engine, {
    kind: "waiting-mail",
    key: `${after.handoff} ${reminder.kind}`,
    counts: start.pausedAt === undefined ? "draft-reminder" : "mail",
    send: () => mailUnlessAnswered(engine, start, number, reminder),
  });
  const current = forgetOtherSideTasks(start, [mail, ...NOTHING]);
  const { state, settled } = await attemptMail(engine, current, number.name, mail);
  if (!settled) return { state: state.progress === start.progress ? start : state, settled };
  return { state: afterReminding(state, after), settled };
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
