import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../../domain/conversation/conversation.ts";
import type { Content } from "../../../domain/inbound/inbound.ts";
import {
  attachmentsOf,
  type MediaTask,
  mediaTasksOf,
  withUnderstood,
} from "../../../domain/media/media-task.ts";
import type { Understood } from "../../../domain/media/understood.ts";
import { countTowardsLimit, leftInHour } from "../../../domain/turn/hourly-limits.ts";
import { keywordIn } from "../../intake/apply-keyword.ts";
import { NO_TIME, retryAfter } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import type { MediaUnderstanding } from "../../ports/understanding.ts";
import { TIME_TO_SEND_MS } from "../../sending/send-message.ts";
import type { AtNumber } from "../situation.ts";

/** For what is stored after the last answer of an engine. */
const SLACK_MS = 5_000;

/** The worker that is busy with a file needs seconds as a rule. */
const LOOK_AGAIN_MS = 3_000;

/** Not worth beginning with less. */
const LEAST_MS = 3_000;

/** Of a turn, in all its attempts. The customer is told in words about the others. */
const MAX_MEDIA = 10;

type Work = { message: PendingMessage; tasks: readonly MediaTask[] };

/**
 * Before the agent is asked: hears, sees and reads the media of all waiting messages, side by side. Claimed
 * before and stored after, so that no crash and no redelivery pays for it twice. The turn goes on in any case.
 */
export async function understandMedia(engine: Engine, start: AtNumber): Promise<Next<AtNumber>> {
  const { understanding, clock } = engine;
  if (!understanding) return next(start);
  const now = clock.now();
  const wanted = workOf(start.pending, understanding, MAX_MEDIA);
  const left = leftInHour(start.state.progress?.lastHour, "media", now);
  const work = workOf(start.pending, understanding, left);
  if (filesOf(work) < filesOf(wanted)) reportLimit(engine, start);
  if (work.length === 0) return next(start);
  const last = start.deadline - engine.agentTimeoutMs - TIME_TO_SEND_MS - SLACK_MS;
  if (last - now < LEAST_MS) return NO_TIME;
  const { version } = await reserved(engine, start, filesOf(work.filter(isUnclaimed)), now);
  const claims = await claimAll(engine, start, work);
  const at = counted({ ...start, state: { ...start.state, version } }, filesOf(claims.own), now);
  const waitMs = Math.max(
    0,
    ...claims.others.map((since) => since + understanding.timeoutMs + SLACK_MS - now),
  );
  // What is claimed already is understood all the same: nobody else will.
  const understood = await understandAll(
    engine,
    at,
    understanding,
    claims,
    Math.min(last, now + understanding.timeoutMs),
  );
  // The turn counts for the hour, because its files were paid; what was published of it stays noted. Fails if
  // another worker has written the conversation meanwhile, so that the agent is not asked twice.
  const state = await saveAlways(engine.conversations, waitMs > 0 ? at.state : countedAnew(at.state));
  if (waitMs > 0) return retryAfter(Math.min(waitMs, LOOK_AGAIN_MS), "media");
  const pending = at.pending.map((message) => {
    const found = understood.get(message.id);
    return found ? { ...message, content: withUnderstood(message.content, found) } : message;
  });
  const isKeyword = ({ id, content }: PendingMessage) =>
    understood.has(id) && keywordIn(content, engine.detectKeyword) !== undefined;
  if (pending.some(isKeyword)) return RELOAD;
  return at.deadline - clock.now() < engine.agentTimeoutMs + TIME_TO_SEND_MS
    ? NO_TIME
    : next({ ...at, state, pending });
}

/** From here on the agent may be asked: another attempt takes another turn of the hour. */
function countedAnew(state: ConversationState): ConversationState {
  const { counted: _, ...pace } = state.progress?.pace ?? {};
  return "slots" in pace ? { ...state, progress: { ...state.progress, pace } } : state;
}

const isUnclaimed = ({ message }: Work) => message.understandingAt === undefined;

/**
 * Counted before they are claimed and paid: whatever happens afterwards, the hour has its ceiling. Where another
 * worker was faster, nothing is claimed yet.
 */
const reserved = ({ conversations }: Engine, at: AtNumber, files: number, now: number) =>
  files === 0 ? Promise.resolve(at.state) : saveAlways(conversations, counted(at, files, now).state);

const understoodIn = (content: Content) =>
  content.kind === "media" ? attachmentsOf(content).filter(({ understood }) => understood) : [];

const filesOf = (work: readonly Work[]) => work.flatMap(({ tasks }) => tasks).length;

function reportLimit({ telemetry }: Engine, { state: { conversation }, number: { name: number } }: AtNumber) {
  telemetry.count("HourlyLimitReached", 1, { number, sort: "media" });
  telemetry.warn("hourly-limit.reached", { conversation, number, kind: "media" });
}

/** Towards the hour's limit. */
function counted(at: AtNumber, files: number, now: number): AtNumber {
  if (files === 0) return at;
  const { state, ...rest } = at;
  const lastHour = countTowardsLimit(state.progress?.lastHour, "media", now, files);
  return { ...rest, state: { ...state, progress: { ...state.progress, lastHour } } };
}

/** What is claimed already has been counted. */
function workOf(
  pending: readonly PendingMessage[],
  { modes }: MediaUnderstanding,
  leftOfHour: number,
): readonly Work[] {
  const left = {
    hour: leftOfHour,
    turn: MAX_MEDIA - pending.flatMap(({ content }) => understoodIn(content)).length,
  };
  return pending.flatMap((message) => {
    const most = message.understandingAt === undefined ? Math.min(left.turn, left.hour) : left.turn;
    const tasks = mediaTasksOf(message.content, modes).slice(0, Math.max(0, most));
    left.turn -= tasks.length;
    if (message.understandingAt === undefined) left.hour -= tasks.length;
    return tasks.length > 0 ? [{ message, tasks }] : [];
  });
}

type Claims = {
  own: readonly Work[];
  /** Its claimer has died. */
  interrupted: readonly Work[];
  /** When those began that another worker is busy with. */
  others: readonly number[];
};

async function claimAll(
  { conversations, clock, understanding }: Engine,
  { state }: AtNumber,
  work: readonly Work[],
): Promise<Claims> {
  const now = clock.now();
  const longest = (understanding?.timeoutMs ?? 0) + SLACK_MS;
  const since = await Promise.all(
    work.map(({ message }) => conversations.claimUnderstanding(conversationIdsOf(state), message.id, now)),
  );
  const with_ = (holds: (at: number | undefined) => boolean) =>
    work.filter((_, index) => holds(since[index]));
  return {
    own: with_((at) => at === undefined),
    interrupted: with_((at) => at !== undefined && now - at >= longest),
    others: since.filter((at) => at !== undefined && now - at < longest).map(Number),
  };
}

async function understandAll(
  engine: Engine,
  { state, number }: AtNumber,
  understanding: MediaUnderstanding,
  { own, interrupted }: Claims,
  deadline: number,
): Promise<ReadonlyMap<string, ReadonlyMap<number, Understood>>> {
  const keep = async ({ message }: Work, understood: ReadonlyMap<number, Understood>) => {
    // What another worker has stored since this one read the message counts.
    const kept = await engine.conversations.keepUnderstood(conversationIdsOf(state), message.id, understood);
    return [message.id, kept] as const;
  };
  const found = await Promise.all([
    ...own.map(async (each) => {
      const results = await Promise.all(
        each.tasks.map(
          async (task) =>
            [
              task.index,
              await understanding.understand(number.name, task, deadline, each.message.customer),
            ] as const,
        ),
      );
      return keep(each, new Map(results));
    }),
    ...interrupted.map((each) =>
      keep(each, new Map(each.tasks.map(({ index }) => [index, { kind: "failed", reason: "interrupted" }]))),
    ),
  ]);
  return new Map(found);
}
