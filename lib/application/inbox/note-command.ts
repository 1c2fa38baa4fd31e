import type { PendingMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { News } from "../../domain/inbox/activity-entry.ts";
import { type MediaModes, mediaTasksOf } from "../../domain/media/media-task.ts";
import { transcriptText } from "../../domain/turn/agent-text.ts";
import { anyFailed, forgetSideTasks } from "../notify/side-task.ts";
import { attemptSideTask } from "../notify/side-tasks.ts";
import type { CommandResult, WaitReason } from "../ports/command-result.ts";
import type { Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { noteActivity } from "./note-activity.ts";

const ACTIVITY = { kind: "activity", key: "entry" } as const;

/** The command comes again at once, or when the customer's burst has ended: one entry is enough. */
const COMES_SOON: ReadonlySet<WaitReason> = new Set(["quiet", "time"]);

/**
 * What a command has seen of the customer's messages: the newest one, and when the last one arrived. Without the
 * text where the command may yet understand more of it.
 */
export function newsOf(
  before: News | undefined,
  pending: readonly PendingMessage[],
  modes: MediaModes = new Set(),
): News | undefined {
  return pending
    .filter(({ content }) => content.kind !== "identity-change")
    .reduce<News | undefined>((news, { content, sentAt, arrivedAt }) => {
      const isOpen = mediaTasksOf(content, modes).length > 0;
      const heard = { at: sentAt, ...(!isOpen && { text: transcriptText(content) }) };
      const newest = news && news.at > sentAt ? news : heard;
      return { ...newest, arrivedAt: Math.max(news?.arrivedAt ?? 0, arrivedAt) };
    }, before);
}

type Command = { conversation: ConversationId; number?: NumberName | undefined };

/**
 * At the end of a command: notes for the inbox what has happened. A failure is retried as a side task, so it
 * delays no answer.
 */
export async function noteCommand(
  engine: Engine,
  { conversation, number }: Command,
  result: CommandResult,
  news: News | undefined,
): Promise<void> {
  const { activity, clock, conversations, unresponsiveUntil } = engine;
  if (!activity || (result.kind === "retryAfter" && COMES_SOON.has(result.why))) return;
  const run = () => noteActivity({ ...engine, activity }, conversation, news);
  const isResponsive = clock.now() >= (unresponsiveUntil.get(ACTIVITY.kind) ?? 0);
  const noted = isResponsive ? await run().catch(() => undefined) : undefined;
  if (noted) {
    if (anyFailed(noted, [ACTIVITY])) await saveAlways(conversations, forgetSideTasks(noted, [ACTIVITY]));
    return;
  }
  const { state } = await conversations.load(conversation);
  const name = state.number ?? number;
  if (name === undefined) return;
  const { state: after } = await attemptSideTask(engine, state, name, { ...ACTIVITY, run });
  if (after !== state) await saveAlways(conversations, after);
}
