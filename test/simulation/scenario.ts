import { messageId } from "../../lib/domain/ids.ts";
import type { InboundEvent } from "../../lib/domain/inbound.ts";
import type { Random } from "./random.ts";
import { START, type World } from "./world.ts";

/** `conversation`: the id under which it was sent; `note` of the change to that id, else an ordinary text. */
type Said = { id: string; conversation: string; sentAt: number; postedAt: number; note?: string };
export type Scenario = {
  said: Said[];
  /** POSTs: which messages at what time; a message may be in several. */
  posts: { at: number; ids: string[] }[];
  pauses: { conversation: string; at: number; milliseconds: number }[];
  /** Somebody moves wake-ups from the dead-letter queue back, whether or not they are still needed. */
  redrives?: { id: string; at: number }[];
};

/** One to three customers who write one to five messages each, delivered in any order, together, twice, or again days later. */
export function randomScenario(random: Random): Scenario {
  const said: Said[] = [];
  const posts: Scenario["posts"] = [];
  const pauses: Scenario["pauses"] = [];
  const redrives: Scenario["redrives"] = [];
  for (let customer = 1; customer <= random.whole(1, 3); customer++) {
    const known = `c${customer}`;
    // Some go by another id after a while, and perhaps back again.
    const changes = random.chance(0.25) ? (random.chance(0.3) ? [`${known}x`, known] : [`${known}x`]) : [];
    const changing = changes.length > 0;
    let conversation = known;
    let at = random.whole(0, 5_000);
    for (let count = random.whole(1, 5); count > 0; count--) {
      const next = random.chance(0.4) ? changes.shift() : undefined;
      if (next) {
        const note = {
          id: `${known}n${said.length}`,
          conversation,
          sentAt: START + at,
          postedAt: at + random.whole(0, random.chance(0.3) ? 10_000 : 300),
          note: next,
        };
        said.push(note);
        posts.push({ at: note.postedAt, ids: [note.id] });
        if (random.chance(0.2)) posts.push({ at: note.postedAt + random.whole(0, 5_000), ids: [note.id] });
        conversation = next;
      }
      const id = `${known}m${said.length}`;
      const postedAt = at + random.whole(50, random.chance(0.1) ? 20_000 : 800);
      said.push({ id, conversation, sentAt: START + at, postedAt });
      const together = posts.at(-1);
      if (together && random.chance(0.2)) together.ids.push(id);
      else posts.push({ at: postedAt, ids: random.chance(0.05) ? [id, id] : [id] });
      if (random.chance(0.15)) posts.push({ at: postedAt + random.whole(0, 5_000), ids: [id] });
      if (random.chance(0.05)) posts.push({ at: postedAt + 3 * 86_400_000, ids: [id] });
      at += random.chance(0.6) ? random.whole(50, 1_500) : random.whole(2_000, 60_000);
    }
    if (random.chance(0.3)) redrives.push({ id: said.at(-1)?.id ?? "", at: random.whole(0, 120_000) });
    if (!changing && random.chance(0.15))
      pauses.push({ conversation, at: random.whole(0, 30_000), milliseconds: random.whole(1_000, 600_000) });
  }
  return { said, posts, pauses, redrives };
}

/** Messages of one customer at these milliseconds, each in a POST of its own as soon as it was written. */
export function fixedScenario(...times: number[]): Scenario {
  const said = times.map((at, index) => ({ id: `c1m${index}`, conversation: "c1", sentAt: START + at, postedAt: at }));
  return { said, posts: said.map(({ id, postedAt }) => ({ at: postedAt, ids: [id] })), pauses: [] };
}

export function play(world: World, { said, posts, pauses, redrives = [] }: Scenario) {
  const byId = new Map(said.map((message) => [message.id, message]));
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
          customer: { userId: message.conversation },
          sentAt: message.sentAt,
          content: message.note ? { kind: "identity-change", userId: message.note } : { kind: "text", text: id },
        },
      };
    });
    world.scheduler.after(at, () => world.post(events));
  }
  for (const { id, at } of redrives) world.scheduler.after(at, () => world.redrive(byId.get(id)?.conversation ?? "", id));
  for (const { conversation, at, milliseconds } of pauses) world.scheduler.after(at, () => world.pause(conversation, milliseconds));
}
