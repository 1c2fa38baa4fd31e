import type { Keyword } from "../../lib/domain/consent/keywords/language-keywords.ts";
import { messageId } from "../../lib/domain/ids.ts";
import type { InboundEvent } from "../../lib/domain/inbound/inbound.ts";
import { writtenAs } from "./bursts.ts";
import { randomFlood } from "./floods.ts";
import type { ShortHours } from "./hours-of-run.ts";
import { LOST } from "./lost-messages.ts";
import { mediaContent, spokenIn, type WrittenMedia } from "./media.ts";
import { type Outage, watchOutages } from "./outages.ts";
import type { Random } from "./random.ts";
import { playRollouts, type RolloutChange } from "./rollouts.ts";
import { type Act, doAct } from "./staff.ts";
import { START, type World } from "./world.ts";

/**
 * `conversation`: the id under which it was sent, a user id, or the phone (`c1p`) where the webhook has
 * nothing else;
 * `note` of the change to that id, else an ordinary text; `keyword`: what its text means; `lost`: WhatsApp
 * did not pass it on.
 */
type WrittenMessage = {
  id: string;
  conversation: string;
  sentAt: number;
  postedAt: number;
  note?: string;
  keyword?: Keyword;
  lost?: true;
  media?: WrittenMedia;
  /** A phone beside the user id. */
  phone?: string;
};
export type Scenario = {
  inbound: WrittenMessage[];
  /** Which messages at what time; a message may be in several. */
  posts: { at: number; ids: string[] }[];
  /** What staff and the agent's actions do. */
  acts: { at: number; act: Act }[];
  /** What a person writes from the app, and what customers choose in WhatsApp itself. */
  echoes?: { at: number; id: string; conversation: string }[];
  preferences?: { at: number; conversation: string; action: "stop" | "start" }[];
  /** The settings' follow-up. */
  followUpHours?: number;
  /**
   * Replies to this customer come too late for the window, although by our own clock it is open: refused, or
   * taken and failed.
   */
  late?: { conversation: string; how: "refused" | "failed" };
  /** The settings' turns an hour. */
  maxPerHour?: number;
  /** The settings' time after which the bot goes on, where it is short. */
  resumeAfterMs?: number;
  /** An answer that holds this hands the conversation over. */
  phrase?: string;
  /** Files are understood; whether a keyword that is said counts. */
  inVoice?: boolean;
  rollouts?: readonly RolloutChange[];
  hours?: ShortHours;
  outages?: readonly Outage[];
  /** In milliseconds after the start: from then on each of its answers takes long. */
  slowAgent?: { since: number };
  /** Moves wake-ups from the dead-letter queue back, whether or not they are still needed. */
  redrives?: { id: string; at: number }[];
};

/**
 * One to three customers who write one to five messages each, delivered in any order, together, twice, or
 * again days later. Now and then a robot as well.
 */
export function randomScenario(random: Random, floods: number): Scenario {
  const inbound: WrittenMessage[] = [];
  const posts: Scenario["posts"] = [];
  const acts: Scenario["acts"] = [];
  const echoes: Scenario["echoes"] = [];
  const preferences: Scenario["preferences"] = [];
  const redrives: Scenario["redrives"] = [];
  for (let customer = 1; customer <= random.whole(1, 3); customer++) {
    const known = `c${customer}`;
    // Some go by another id after a while, and perhaps back again.
    const changes = random.chance(0.25) ? (random.chance(0.3) ? [`${known}x`, known] : [`${known}x`]) : [];
    // Of some the provider gives the phone: alone at first, then with the user id, or alternating.
    const phones = random.chance(0.25) ? random.pick(["later-both", "both", "mixed"] as const) : undefined;
    const phone = `${known}p`;
    let conversation = phones === "later-both" ? phone : known;
    // Some wrote a day ago, and their messages come only now: the window closes while they are answered.
    const age = random.chance(0.15) ? random.whole(23 * 3_600_000 + 50 * 60_000, 24 * 3_600_000 - 1_000) : 0;
    let at = random.whole(0, 5_000);
    for (let count = random.whole(1, 5); count > 0; count--) {
      const next = random.chance(0.4) ? changes.shift() : undefined;
      if (next) {
        const note = {
          id: `${known}n${inbound.length}`,
          conversation,
          sentAt: START + at,
          postedAt: at + random.whole(0, random.chance(0.3) ? 10_000 : 300),
          note: next,
        };
        inbound.push(note);
        posts.push({ at: note.postedAt, ids: [note.id] });
        if (random.chance(0.2)) posts.push({ at: note.postedAt + random.whole(0, 5_000), ids: [note.id] });
        conversation = next;
      }
      if (phones === "later-both" && conversation === phone && random.chance(0.5)) conversation = known;
      const under = phones === "mixed" && random.chance(0.4) ? phone : conversation;
      const id = `${known}m${inbound.length}`;
      const postedAt = at + random.whole(50, random.chance(0.1) ? 20_000 : 800);
      const keyword = random.chance(0.12)
        ? random.pick(["stop", "start", "human", "bot"] as const)
        : undefined;
      const old = count > 1 || random.chance(0.5) ? age : 0;
      inbound.push({
        id,
        conversation: under,
        sentAt: START + at - old,
        postedAt,
        ...(keyword && { keyword }),
        ...(phones && under !== phone && { phone }),
      });
      const together = posts.at(-1);
      if (together && random.chance(0.2)) together.ids.push(id);
      else posts.push({ at: postedAt, ids: random.chance(0.05) ? [id, id] : [id] });
      if (random.chance(0.15)) posts.push({ at: postedAt + random.whole(0, 5_000), ids: [id] });
      if (random.chance(0.05)) posts.push({ at: postedAt + 3 * 86_400_000, ids: [id] });
      at += random.chance(0.6) ? random.whole(50, 1_500) : random.whole(2_000, 60_000);
    }
    if (random.chance(0.3)) redrives.push({ id: inbound.at(-1)?.id ?? "", at: random.whole(0, 120_000) });
    acts.push(...randomActs(random, conversation));
    // Staff may know no more than the phone.
    if (phones && random.chance(0.3))
      acts.push({
        at: random.whole(0, 30_000),
        act: { kind: "template", conversation: phone, id: `template-${phone}` },
      });
    if (random.chance(0.08)) echoes.push({ id: `${known}e`, conversation, at: random.whole(0, 60_000) });
    if (random.chance(0.06)) {
      const stopAt = random.whole(0, 60_000);
      preferences.push({ conversation, at: stopAt, action: "stop" });
      if (random.chance(0.5))
        preferences.push({ conversation, at: stopAt + random.whole(-1_000, 120_000), action: "start" });
    }
  }
  if (random.chance(0.06)) {
    const offAt = random.whole(0, 40_000);
    acts.push({ at: offAt, act: { kind: "switch", conversation: "-", id: "off", off: true } });
    acts.push({
      at: offAt + random.whole(1_000, 300_000),
      act: { kind: "switch", conversation: "-", id: "on", off: false },
    });
  }
  const scenario = {
    inbound,
    posts,
    acts,
    echoes,
    preferences,
    redrives,
    ...(random.chance(0.15) && { followUpHours: 0.1 }),
    ...(random.chance(0.2) && { phrase: random.pick(inbound).id }),
  };
  if (!random.chance(floods)) return scenario;
  const flood = randomFlood(random);
  return {
    ...scenario,
    ...flood,
    inbound: [...inbound, ...flood.inbound],
    posts: [...posts, ...flood.posts],
    acts: [...acts, ...flood.acts],
  };
}

/** By staff and the agent's actions in one conversation. */
function randomActs(random: Random, conversation: string): Scenario["acts"] {
  const acts: Scenario["acts"] = [];
  const add = (probability: number, kind: "reply" | "template" | "escalate" | "lead") => {
    if (random.chance(probability))
      acts.push({ at: random.whole(0, 60_000), act: { kind, conversation, id: `${kind}-${conversation}` } });
  };
  if (random.chance(0.15)) {
    const at = random.whole(0, 30_000);
    acts.push({
      at,
      act: { kind: "pause", conversation, id: `pause-${conversation}`, quiet: random.chance(0.3) },
    });
    if (random.chance(0.8))
      acts.push({
        at: at + random.whole(1_000, 600_000),
        act: { kind: "resume", conversation, id: `resume-${conversation}` },
      });
  }
  add(0.1, "reply");
  add(0.1, "template");
  add(0.08, "escalate");
  add(0.15, "lead");
  return acts;
}

/** One customer's messages at these milliseconds, each in its own POST. */
export function fixedScenario(...times: number[]): Scenario {
  const inbound = times.map((at, index) => ({
    id: `c1m${index}`,
    conversation: "c1",
    sentAt: START + at,
    postedAt: at,
  }));
  return { inbound, posts: inbound.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] })), acts: [] };
}

const isPhone = (id: string) => id.endsWith("p");
const customerOf = ({ conversation, phone }: Pick<WrittenMessage, "conversation" | "phone">) =>
  isPhone(conversation) ? { phone: conversation } : { userId: conversation, ...(phone && { phone }) };

export function play(
  world: World,
  {
    inbound,
    posts,
    acts,
    echoes = [],
    preferences = [],
    redrives = [],
    outages = [],
    slowAgent,
    followUpHours,
    phrase,
    late,
    maxPerHour,
    resumeAfterMs,
    inVoice,
    rollouts,
    hours,
  }: Scenario,
) {
  playRollouts(world, rollouts);
  world.hours.set(hours);
  world.outages = outages;
  world.slowAgent = slowAgent;
  watchOutages(world, outages);
  for (const { id, keyword, media } of inbound) {
    if (keyword) world.keywords.set(id, keyword);
    if (media?.says) world.media.spoken.set(spokenIn(id), media.says);
  }
  world.media.inVoice = inVoice;
  if (maxPerHour !== undefined) world.rules.maxPerHour = maxPerHour;
  if (resumeAfterMs !== undefined) world.resumeAfterMs = resumeAfterMs;
  world.late = late;
  if (phrase !== undefined) world.rules.phrases = [phrase];
  if (followUpHours !== undefined) world.rules.followUps = [{ afterHours: followUpHours, text: "follow-up" }];
  const byId = new Map(inbound.map((message) => [message.id, message]));
  for (const { at, ids } of posts) {
    const events = ids.map((id): InboundEvent => {
      const message = byId.get(id);
      if (!message) throw new Error(`the scenario has no message ${id}`);
      return {
        kind: "message",
        message: {
          id: messageId(id),
          provider: "meta",
          businessNumber: "n",
          customer: customerOf(message),
          sentAt: message.sentAt,
          content: message.note
            ? { kind: "identity-change", userId: message.note }
            : message.lost
              ? LOST
              : message.media
                ? mediaContent(id, message.media)
                : message.keyword
                  ? { kind: "text", text: id }
                  : writtenAs(id),
        },
      };
    });
    world.scheduler.after(at, () => world.post(events));
  }
  for (const { id, at } of redrives)
    world.scheduler.after(at, () => world.redrive(byId.get(id)?.conversation ?? "", id));
  for (const { at, act } of acts) world.scheduler.after(at, () => doAct(world, act));
  const business = { provider: "meta" as const, businessNumber: "n" };
  for (const { id, conversation, at } of echoes)
    world.scheduler.after(at, () =>
      world.post([
        {
          kind: "echo",
          message: {
            ...business,
            id: messageId(id),
            customer: customerOf({ conversation }),
            sentAt: START + at,
            content: { kind: "echo", what: "text", text: `echo:${id}` },
          },
        },
      ]),
    );
  for (const { conversation, at, action } of preferences)
    world.scheduler.after(Math.max(0, at), () =>
      world.post([
        {
          kind: "preference",
          preference: { ...business, customer: customerOf({ conversation }), action, at: START + at },
        },
      ]),
    );
}
