import { NUMBER_CONTROLS_MAX_AGE_MS } from "../../lib/application/ports/recent.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import { isTapped } from "./drafts.ts";
import type { Accepted } from "./fake-provider.ts";
import type { Scenario } from "./scenario.ts";
import { START, type World } from "./world.ts";

/**
 * A number is switched off in another item, which the worker keeps for a while; what is about to leave may be
 * some seconds ahead of it.
 */
export const CONTROLS_SLACK = NUMBER_CONTROLS_MAX_AGE_MS + 5_000;
/** What leaves the app so soon after a message may be taken for automatic. */
const MAY_BE_AUTOMATIC = 3_000;
const WINDOW = 24 * 3_600_000;

type SendBlock = "paused" | "opted-out" | "no-templates" | "off";

/** Must keep this text from leaving, by the text alone. */
function sendBlocksOf({ text }: Accepted): readonly SendBlock[] {
  if (text.startsWith("person:")) return ["opted-out"];
  if (text.startsWith("text:optedOut")) return ["off"];
  if (["text:optedIn", "text:handoff", "closed:"].some((line) => text.startsWith(line)))
    return ["opted-out", "off"];
  if (text.startsWith("template:come_back") || text.startsWith("follow-up"))
    return ["paused", "opted-out", "no-templates", "off"];
  if (text.startsWith("template:")) return ["opted-out", "no-templates", "off"];
  return ["paused", "opted-out", "off"];
}

/** A customer may go by another id for a while, and hand back under it. */
const sameCustomer = (one: string, other: string) => one.slice(0, 2) === other.slice(0, 2);

/**
 * A send block counts from the moment in which its webhook is answered 200. Judged by the scenario alone,
 * where nothing could have ended the block.
 */
function brokenAtTheEdge(world: World, { inbound, echoes = [], preferences = [], acts }: Scenario): string[] {
  const broken: string[] = [];
  const agentsOwn = world.provider.accepted.filter(
    ({ text }) => text.startsWith("re:") || text.startsWith("sorry"),
  );
  const WRITTEN = "a person wrote";
  const check = (id: string, conversation: string, why: string) => {
    const from = world.safe.get(id);
    const linkedBefore =
      (world.linkedAt.get(conversation) ?? Number.POSITIVE_INFINITY) < (world.recordedAt.get(id) ?? 0);
    const blocked = linkedBefore ? world.rootOf(conversation) : conversation;
    for (const { conversation: where, claimedAt, reference } of agentsOwn)
      if (why === WRITTEN && isTapped(world, { reference })) continue;
      else if (where === blocked && from !== undefined && claimedAt !== undefined && claimedAt > from)
        broken.push(`6 (judged at send time): ${reference} was begun after ${why} ${id}`);
  };
  for (const { id, conversation, keyword } of inbound) {
    const comesBack =
      inbound.some((other) => sameCustomer(other.conversation, conversation) && other.keyword === "start") ||
      preferences.some((other) => sameCustomer(other.conversation, conversation));
    if (keyword === "stop" && !comesBack) check(id, conversation, "STOP");
  }
  for (const { id, conversation, at } of echoes) {
    // What comes so late does not show who is there now.
    const isLate = (world.safe.get(id) ?? 0) >= START + at + world.resumeAfterMs;
    const handsBack =
      isLate ||
      world.timeline.ended.some((ended) => sameCustomer(ended.conversation, conversation)) ||
      acts.some(({ act }) => sameCustomer(act.conversation, conversation) && act.kind === "resume");
    // What follows a message at once may be taken for the app's own.
    const mayBeAutomatic = inbound.some(
      (other) =>
        sameCustomer(other.conversation, conversation) &&
        Math.abs(START + at - other.sentAt) <= MAY_BE_AUTOMATIC,
    );
    if (!handsBack && !mayBeAutomatic) check(id, conversation, WRITTEN);
  }
  return broken;
}

/** A customer whose latest consent change is an opt-out is opted out in the end, by whichever id it came. */
function lostOptOuts(world: World, { inbound, preferences = [] }: Scenario): string[] {
  // For a message from the future either time may count.
  const timeOf = { stop: Math.min, start: Math.max };
  const changes = [
    ...inbound.flatMap(({ id, conversation, keyword, sentAt }) =>
      keyword === "stop" || keyword === "start"
        ? [{ conversation, action: keyword, at: timeOf[keyword](sentAt, world.recordedAt.get(id) ?? sentAt) }]
        : [],
    ),
    ...preferences.map(({ conversation, action, at }) => ({ conversation, action, at: START + at })),
  ];
  return [...Map.groupBy(changes, ({ conversation }) => conversation.slice(0, 2))].flatMap(
    ([person, own]) => {
      const latest = Math.max(...own.map(({ at }) => at));
      const stop = own.find(({ action, at }) => action === "stop" && at === latest);
      const isKnown =
        !stop || world.table.known(conversationId(world.rootOf(stop.conversation))).optedOutAt !== undefined;
      return isKnown ? [] : [`6 (judged at send time): the opt-out of ${person} was lost`];
    },
  );
}

/**
 * Promise 6: nothing was claimed while something blocked it, and nothing free in form was sent outside the
 * window.
 */
export function brokenSendBlocks(world: World, scenario: Scenario): string[] {
  const { inbound } = scenario;
  const broken = [...brokenAtTheEdge(world, scenario), ...lostOptOuts(world, scenario)];
  for (const take of world.provider.accepted) {
    const { conversation, reference, claimedAt, text } = take;
    if (claimedAt === undefined) continue;
    for (const sendBlock of sendBlocksOf(take)) {
      if (sendBlock === "paused" && isTapped(world, take)) continue;
      const inForce =
        sendBlock === "off"
          ? world.timeline.holds("off", claimedAt, CONTROLS_SLACK)
          : world.timeline.holds(`${sendBlock} ${conversation}`, claimedAt);
      if (inForce)
        broken.push(`6 (judged at send time): ${reference} "${text}" was claimed while ${sendBlock}`);
    }
    const mine = inbound.filter(
      (message) => !message.note && sameCustomer(message.conversation, conversation),
    );
    const lastWritten = Math.max(
      0,
      ...mine
        .filter(({ id }) => (world.recordedAt.get(id) ?? Number.POSITIVE_INFINITY) <= take.at)
        .map(({ sentAt }) => sentAt),
    );
    if (!take.template && take.at > lastWritten + WINDOW)
      broken.push(`6 (judged at send time): ${reference} "${text}" left outside the window`);
  }
  return broken;
}
