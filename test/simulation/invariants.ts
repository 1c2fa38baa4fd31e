import { parseReference } from "../../lib/domain/turn/reference.ts";
import { brokenActivity } from "./activity.ts";
import { brokenAnnouncements, lostLeads, lostWords, unheardRequests } from "./announcements.ts";
import { brokenBursts } from "./bursts.ts";
import { brokenCeilings, laxLastWords } from "./ceilings.ts";
import { brokenContexts } from "./contexts.ts";
import { brokenDeferredReplies } from "./deferred-replies.ts";
import { brokenDisclosures } from "./disclosures.ts";
import { brokenDraftReminders } from "./draft-reminders.ts";
import { brokenDrafts } from "./drafts.ts";
import { answeredIn } from "./fake-agent.ts";
import type { Accepted } from "./fake-provider.ts";
import { brokenHangs } from "./hangs.ts";
import { brokenHours } from "./hours.ts";
import { brokenAnswers } from "./inbox-staff.ts";
import { requestsToNobody } from "./late-requests.ts";
import { brokenResends } from "./lost-messages.ts";
import { brokenMedia, MEDIA_TIMEOUT_MS } from "./media.ts";
import { unfinishedMerges } from "./merges.ts";
import { unpublishedMessages } from "./message-events.ts";
import { brokenByOutages } from "./outages.ts";
import { brokenPictures, isPictureShownFirst } from "./pictures.ts";
import { brokenReminders } from "./reminders.ts";
import { brokenRollouts } from "./rollouts.ts";
import type { Scenario } from "./scenario.ts";
import { brokenSendBlocks } from "./send-blocks.ts";
import { brokenThreads } from "./threads.ts";
import { RULES, type World } from "./world.ts";

const SLACK = 5_000;

function withFacts(take: Accepted) {
  const { turn = "", part = 0 } = parseReference(take.reference) ?? {};
  return {
    ...take,
    turn,
    part,
    /** A deferred reply is sent in a separate turn. */
    isDeferred: turn.startsWith("T-deferred-"),
    /** The reference without the attempt. */
    partOfTurn: take.reference.replace(/\.\d+$/, ""),
    answers: answeredIn(take.text),
  };
}

/** The items under each of their keys, once. */
function byEach<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]) {
  const found = new Map<string, Item[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const under = found.get(key);
      if (!under) found.set(key, [item]);
      else if (under.at(-1) !== item) under.push(item);
    }
  return found;
}

/**
 * The promises, checked on what the customers' phones show, what the agent was asked and what the store
 * holds. Empty = all kept.
 */
export function brokenPromises(world: World, scenario: Scenario): string[] {
  const { inbound } = scenario;
  const broken: string[] = [];
  const accepted = world.provider.accepted.map(withFacts);
  const kept = Map.groupBy(world.table.messages.values(), (message): string => message.id);
  const answers = byEach(accepted, ({ answers }) => answers);
  const questions = byEach(world.agent.asked, ({ lines }) => lines);

  for (const { id, note, lost } of inbound) {
    const copies = kept.get(id) ?? [];
    const [stored] = copies;
    if (copies.length > 1) broken.push(`2 (answered once): ${id} is kept ${copies.length} times`);
    if (world.safe.has(id) && !stored)
      broken.push(`1 (200 means safe): ${id} was answered 200 but never recorded`);
    if (!world.safe.has(id)) broken.push(`1 (200 means safe): ${id} was never answered 200`);
    if (copies.some(({ outcome }) => !outcome)) broken.push(`7 (nothing silent): ${id} never ended`);
    if (note || lost) continue;

    const shown = answers.get(id) ?? [];
    const turns = new Set(shown.filter(({ isDeferred }) => !isDeferred).map(({ turn }) => turn));
    if (turns.size > 1) broken.push(`2 (answered once): ${id} was answered by ${[...turns].join(" and ")}`);
    if (stored?.outcome?.kind === "answered" && shown.length === 0)
      broken.push(`2 (answered once): ${id} ended as answered, but no reply to it was taken`);
    const undelivered = [...Map.groupBy(shown, ({ partOfTurn }) => partOfTurn)].filter(([, takes]) =>
      takes.every(({ reference }) => world.table.deliveries.get(reference)?.state === "failed"),
    );
    if (stored?.outcome?.kind === "answered" && undelivered.length > 0)
      broken.push(
        `7 (nothing silent): ${id} ended as answered, but ${undelivered[0]?.[0]} never reached the customer`,
      );
    const storedAt = world.answerStoredAt.get(id) ?? Number.POSITIVE_INFINITY;
    if (questions.get(id)?.some(({ at }) => at > storedAt))
      broken.push(`2 (answered once): the agent was asked ${id} again after its answer was stored`);
  }

  for (const [text, takes] of Map.groupBy(
    accepted.filter(({ arrives, text }) => arrives && text.startsWith("re:")),
    (take) => take.text,
  )) {
    const [first] = takes;
    // Without a confirmation of the first it may be sent again, as within one turn.
    const again = takes.filter(
      ({ turn, at }) =>
        first &&
        turn !== first.turn &&
        (world.confirmedAt.get(first.reference) ?? Number.POSITIVE_INFINITY) < at - SLACK,
    );
    if (again.length > 0) broken.push(`2 (answered once): "${text}" was sent in several turns`);
  }

  const parts = Map.groupBy(accepted, ({ partOfTurn }) => partOfTurn);
  for (const [part, takes] of parts) {
    for (const [index, take] of takes.entries()) {
      const earlier = takes[index - 1];
      if (!earlier) continue;
      if (!earlier.arrives) continue; // its failure was the reason to send again
      if (take.at - earlier.at < RULES.graceSeconds * 1000 - SLACK)
        broken.push(`5 (resume, never repeat): ${part} was sent again after ${take.at - earlier.at} ms`);
      const known = world.confirmedAt.get(earlier.reference);
      if (known !== undefined && known < take.at - SLACK)
        broken.push(`5 (resume, never repeat): ${part} was sent again although a status had settled it`);
    }
  }

  // A deferred reply is sent when the customer writes again, whatever was under way by then.
  const shown = accepted.filter(({ isDeferred }) => !isDeferred);
  const firsts = [...Map.groupBy(shown, ({ partOfTurn }) => partOfTurn).values()].flatMap(
    ([take]) => take ?? [],
  );
  for (const [conversation, takes] of Map.groupBy(firsts, (take) => take.conversation)) {
    const order = [...new Set(takes.map(({ turn }) => turn))];
    const sequence = takes.map(({ turn, part }) => order.indexOf(turn) * 1000 + part);
    if (sequence.some((value, at) => at > 0 && value < (sequence[at - 1] ?? 0)))
      broken.push(`3 (in order): ${conversation} saw ${takes.map(({ reference }) => reference).join(", ")}`);
  }

  // Only under one id of the customer: messages under another may be overtaken until the conversations are
  // merged.
  const places = new Map(
    firsts
      .map(({ answers }, place) => ({ answers, place }))
      .toReversed()
      .flatMap(({ answers, place }) => answers.map((id) => [id, place])),
  );
  // Drafts leave in the order of the taps.
  const isInOrder = world.tapped.size === 0;
  for (const mine of Map.groupBy(isInOrder ? inbound : [], (message) => message.conversation).values())
    for (const one of mine)
      for (const other of mine) {
        if (one.sentAt >= other.sentAt) continue;
        const [atOne, atOther] = [places.get(one.id), places.get(other.id)];
        if (atOne === undefined || atOther === undefined || atOne <= atOther) continue;
        const otherAsked = questions.get(other.id)?.[0]?.at ?? 0;
        // Between the look at what waits and the question there may be time-outs, and files to understand.
        const media = world.media.inVoice === undefined ? 0 : MEDIA_TIMEOUT_MS;
        const slack = media + (world.outages.some(({ how }) => how === "silent") ? 30_000 : SLACK);
        if ((world.recordedAt.get(one.id) ?? Number.POSITIVE_INFINITY) < otherAsked - slack)
          broken.push(`3 (in order): ${other.id} was answered before ${one.id}`);
      }
  const sentAt = new Map(inbound.toReversed().map((message) => [message.id, message.sentAt]));
  for (const { lines } of world.agent.asked) {
    const times = lines.flatMap((line) => sentAt.get(line) ?? []);
    if (times.some((time, at) => at > 0 && time < (times[at - 1] ?? 0)))
      broken.push(`3 (in order): the agent was asked ${lines.join(", ")}`);
  }

  broken.push(...brokenBursts(world));
  broken.push(...brokenSendBlocks(world, scenario));
  broken.push(...brokenAnswers(world));
  broken.push(...brokenAnnouncements(world));
  broken.push(...unheardRequests(world));
  broken.push(...requestsToNobody(world, scenario));
  broken.push(...brokenReminders(world, scenario));
  broken.push(...brokenDraftReminders(world, scenario));
  broken.push(...unpublishedMessages(world));
  broken.push(...brokenCeilings(world));
  broken.push(...laxLastWords(world));
  broken.push(...lostLeads(world));
  broken.push(...brokenResends(world, scenario));
  broken.push(...lostWords(world));
  broken.push(...brokenByOutages(world, scenario));
  broken.push(...brokenHangs(world, scenario));
  broken.push(...brokenActivity(world));
  broken.push(...unfinishedMerges(world));
  broken.push(...brokenPictures(world));
  broken.push(...brokenDisclosures(world));
  broken.push(...brokenMedia(world, scenario));
  broken.push(...brokenRollouts(world, scenario));
  broken.push(...brokenDrafts(world, scenario));
  broken.push(...brokenThreads(world));
  broken.push(...brokenDeferredReplies(world));
  broken.push(...brokenContexts(world));
  broken.push(...brokenHours(world, scenario));

  for (const [key, turn] of world.table.turns) {
    for (const [index, part] of turn.parts.entries())
      if (
        part.state === "accepted" &&
        !accepted.some(
          (take) =>
            take.turn === turn.id &&
            take.part === index &&
            (take.text === part.text || isPictureShownFirst(world, take, part.text)),
        )
      )
        broken.push(
          `5 (resume, never repeat): part ${index} of ${turn.id} counts as accepted, but the provider never took it`,
        );
    const published = world.events.filter(
      ({ type, id }) => type === "reply.failed" && id === `${key.replace(/ .*/, "")}.failed.${turn.id}`,
    ).length;
    if (turn.ending.kind === "failed" && published === 0)
      broken.push(`7 (nothing silent): ${turn.id} failed and no event was published`);
  }
  if (world.turns.dead.length > 0)
    broken.push(`7 (nothing silent): ${world.turns.dead.length} commands ended in the dead-letter queue`);
  if (world.turns.size > 0) broken.push(`7 (nothing silent): ${world.turns.size} commands are still queued`);
  return broken;
}
