import { isStartedByStaff } from "../../lib/domain/handoff/handoff.ts";
import { MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import { isDraftReminder, personOfMail, takenByDrafts } from "./draft-reminders.ts";
import { spokenIn } from "./media.ts";
import { isReminder } from "./reminders.ts";
import type { World } from "./world.ts";

const HOUR = 3_600_000;

/** Each handoff is announced once, and so is its end: by events of one id, which only a crash may repeat. */
export function brokenAnnouncements(world: World): string[] {
  const broken: string[] = [];
  // A crash, or a simultaneous change of identity, may repeat an event.
  const faultless =
    world.scheduler.faults === 0 && world.outages.length === 0 && world.table.links.size === 0;
  const published = (type: string, id: string) =>
    world.events.filter((event) => event.type === type && event.id.endsWith(`.${id}`)).length;
  for (const { conversation, handoff } of world.timeline.handoffs) {
    const times = published("handoff.requested", `handoff.${handoff.id}`);
    // Of two that were begun under two ids of one customer, one stands for both.
    const standsIn =
      world.table.links.size > 0 &&
      world.events.some(
        ({ type, id }) => type === "handoff.requested" && id.startsWith(conversation.slice(0, 2)),
      );
    if (times === 0 && standsIn) continue;
    // The text that began it turned out to be automatic before anybody was notified.
    const wasAutomatic = world.timeline.ended.some(
      (each) => each.handoff.id === handoff.id && each.handoff.how === "automatic",
    );
    if (times === 0 && wasAutomatic) continue;
    // The list shows it all the same, see below.
    const hadShare =
      world.events.filter(
        (event) => event.type === "handoff.requested" && event.conversation === conversation,
      ).length >= MAX_PER_HOUR["handoff-event"];
    if (times === 0 && !hadShare)
      broken.push(`7 (nothing silent): the handoff ${handoff.id} of ${conversation} was never announced`);
    if (times > 1 && faultless)
      broken.push(
        `7 (nothing silent): the handoff ${handoff.id} of ${conversation} was announced ${times} times`,
      );
    const ended = world.timeline.ended.some((each) => each.handoff.id === handoff.id);
    const ends = published("handoff.ended", `handoff-ended.${handoff.id}`);
    if (ended && ends === 0 && !(hadShare && times === 0))
      broken.push(`7 (nothing silent): the end of the handoff ${handoff.id} was never published`);
    if (ends > 1 && faultless)
      broken.push(`7 (nothing silent): the end of the handoff ${handoff.id} was published ${ends} times`);
    const listed = [...world.table.handoffs.values()].some(({ id }) => id === handoff.id);
    if (listed === ended)
      broken.push(`7 (nothing silent): the handoff ${handoff.id} is ${listed ? "still" : "not"} on the list`);
    // The customer may go by another id by the time of the mail.
    const person = conversation.slice(0, 2);
    const mails = world.mails.filter(
      (mail) => !isReminder(mail) && mail.text.includes(`reply ${person}`),
    ).length;
    const wanted = world.timeline.handoffs.filter(
      (each) => each.conversation.startsWith(person) && !isStartedByStaff(each.handoff),
    ).length;
    // A customer who asks for a person while one is there unannounced is put before the team as well.
    const reminders = [...world.table.messages.values()].filter(
      ({ id }) =>
        id.startsWith(person) &&
        [world.keywords.get(id), world.media.spoken.get(spokenIn(id))].includes("human"),
    ).length;
    if (mails > wanted + reminders && faultless)
      broken.push(
        `7 (nothing silent): the team got ${mails} mails for ${wanted} handoffs of ${conversation}`,
      );
    if (!isStartedByStaff(handoff) && !ended && mails === 0)
      broken.push(`7 (nothing silent): nobody was mailed of ${handoff.id}`);
  }
  const known = new Set(world.timeline.handoffs.map(({ handoff }) => handoff.id));
  for (const { type, id } of world.events)
    if (type === "handoff.requested" && !known.has(id.replace(/^.*\.handoff\./, "")))
      broken.push(`7 (nothing silent): ${id} was never a handoff`);
  return broken;
}

/** The bot does not go on by itself after a request that the team has not been mailed of. */
export function unheardRequests(world: World): string[] {
  const { timeline, mails, table } = world;
  const lapsed = timeline.ended.filter(
    ({ handoff }) => handoff.how === "quiet-time" && !isStartedByStaff(handoff),
  );
  return lapsed.flatMap(({ conversation, handoff: { id, since, endedAt } }) => {
    if (table.links.size > 0 || timeline.taken.some(({ handoff }) => handoff === id)) return [];
    // Somebody has written since the request, which a worker came to only later.
    const isAnswered = timeline.replied.some(
      (each) => each.conversation === conversation && each.at > since && each.at <= endedAt,
    );
    if (isAnswered) return [];
    const lately = mails.filter(({ at }) => at <= endedAt && at > since - HOUR);
    const told = lately.filter(({ text }) => text.includes(`reply ${conversation} `));
    // Reminders of drafts come out of the same hour's e-mails.
    const ofDrafts = lately.filter(
      (mail) => isDraftReminder(mail) && personOfMail(mail) === conversation.slice(0, 2),
    );
    const isHeard =
      told.some(({ at }) => at >= since) || told.length + takenByDrafts(ofDrafts.length) >= MAX_PER_HOUR.mail;
    return isHeard ? [] : [`10 (people are heard): ${id} ended by itself, and nobody was mailed of it`];
  });
}

/** No lead is lost: every fact is in the record, every revision was published, and each under one id. */
export function lostLeads(world: World): string[] {
  const broken: string[] = [];
  for (const [conversation, { revision, published }] of world.table.leads)
    if (
      world.rootOf(conversation) === conversation &&
      (published !== revision || !world.leadsQueued.has(`${conversation}.lead.${revision}`))
    )
      broken.push(
        `7 (nothing silent): revision ${revision} of the lead of ${conversation} was never published`,
      );
  for (const key of world.captured) {
    const [conversation = "", field = ""] = key.split(" ");
    const lead = [...world.table.leads].find(([id]) => id === world.rootOf(conversation))?.[1];
    if (!lead?.fields[field])
      broken.push(`7 (nothing silent): ${field} of ${conversation} was captured and lost`);
  }
  const events = world.events.filter(({ type }) => type === "lead.captured");
  if (
    world.scheduler.faults === 0 &&
    world.outages.length === 0 &&
    new Set(events.map(({ id }) => id)).size !== events.length
  )
    broken.push("7 (nothing silent): a revision of a lead was published twice");
  for (const message of world.table.messages.values())
    if (
      message.outcome?.kind === "answered" &&
      message.content.kind === "text" &&
      !events.some(({ detail }) => JSON.stringify(detail.fields).includes(`wrote-${message.id}"`))
    )
      broken.push(`7 (nothing silent): what ${message.id} shows of the contact was never published`);
  return broken;
}

/** Outbound messages end, and are sent by one turn. */
export function lostWords(world: World): string[] {
  const broken: string[] = [];
  const { accepted } = world.provider;
  for (const [key, { id, state, content }] of world.table.outbound) {
    if (state === "waiting") broken.push(`7 (nothing silent): ${key} still waits to be sent`);
    const turns = new Set(
      accepted
        .filter(({ text, reference }) =>
          content.kind === "draft"
            ? reference.split(".")[2] === content.draft
            : text === `person:${id}` || text === `template:${id}`,
        )
        .map(({ reference }) => reference.split(".")[2]),
    );
    if (turns.size > 1) broken.push(`2 (answered once): ${key} was sent in ${turns.size} turns`);
    if (state === "sent" && turns.size === 0)
      broken.push(`2 (answered once): ${key} counts as sent and was not`);
  }
  return broken;
}
