import { transcriptOf } from "../../lib/application/ports/transcript.ts";
import { withAutomatic } from "../../lib/domain/chat/automatic-echoes.ts";
import { type ConversationState, conversationIdsOf } from "../../lib/domain/conversation/conversation.ts";
import { previewOf } from "../../lib/domain/inbox/activity-entry.ts";
import { isListed, waitingSinceOf } from "../../lib/domain/inbox/row-state.ts";
import { turnsIn } from "../support/memory/memory-history.ts";
import type { World } from "./world.ts";

/** The inbox lists every conversation that there is, as it is, and no other. */
export function brokenActivity(world: World): string[] {
  const { table } = world;
  const broken: string[] = [];
  const fail = (conversation: string, what: string) =>
    broken.push(`10 (people are heard): the inbox ${what} ${conversation}`);
  for (const conversation of table.states.keys()) {
    const state = table.known(conversation);
    const entry = table.activity.get(conversation);
    if (!isListed(state)) {
      if (entry) fail(conversation, "still lists");
      continue;
    }
    if (!entry) {
      fail(conversation, "does not list");
      continue;
    }
    if (entry.waitingSince !== waitingSinceOf(state))
      fail(conversation, `${entry.waitingSince === undefined ? "does not show" : "shows"} as waiting`);
    if (entry.assignedTo !== state.assignee?.by) fail(conversation, "shows the wrong member of staff for");
    const last = lastShown(world, state);
    if (last && entry.lastAt < last.at)
      fail(conversation, `shows ${entry.lastAt} instead of ${last.at} as the last message of`);
    const texts = last?.texts.flatMap((text) =>
      isUncertain(world) ? [text, beforeUnderstanding(text)] : [text],
    );
    const isShown = texts?.some((text) => entry.lastText === previewOf(text));
    if (last && !isShown && (entry.textAt ?? 0) <= last.at)
      fail(conversation, `shows "${entry.lastText}" instead of "${last.texts[0]}" as the last message of`);
  }
  return broken;
}

/** A crash, or a merge while a file is understood, may leave the reading before it. */
const isUncertain = ({ scheduler, table }: World) => scheduler.faults > 0 || table.links.size > 0;
const beforeUnderstanding = (text: string) => text.replace(/^\[([\w +]+): [^\]]*\]/, "[$1]");

/**
 * What the app sends by itself and what only changes another message wake nobody. That the app had sent a
 * text may be known only from a customer's message that arrives later: the list need not show it then either.
 */
function lastShown({ table }: World, state: ConversationState) {
  const conversationIds = conversationIdsOf(state);
  const messages = withAutomatic(
    conversationIds.flatMap((conversation) => table.messages.under(conversation)),
  ).filter(({ content }) => content.kind !== "echo" || !content.automatic);
  const [last] = transcriptOf(messages, turnsIn(table, conversationIds), 1);
  if (!last) return undefined;
  const isLast = (message: (typeof messages)[number]) => transcriptOf([message], [])[0]?.text === last.text;
  // Nothing tells which of two messages came first that agree in all of this.
  const together = messages
    .filter((message) => message.sentAt === last.at && isLast(message))
    .flatMap(({ arrivedAt, position }) =>
      messages.filter(
        (each) => each.sentAt === last.at && each.arrivedAt === arrivedAt && each.position === position,
      ),
    );
  return { at: last.at, texts: [last.text, ...transcriptOf(together, []).map(({ text }) => text)] };
}
