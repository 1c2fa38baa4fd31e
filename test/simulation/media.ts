import type { Conversations } from "../../lib/application/ports/ports.ts";
import type { MediaUnderstanding } from "../../lib/application/ports/understanding.ts";
import type { Keyword } from "../../lib/domain/consent/keywords/language-keywords.ts";
import type { Attachment, Content } from "../../lib/domain/inbound/inbound.ts";
import { attachmentsOf } from "../../lib/domain/media/media-task.ts";
import type { Understood } from "../../lib/domain/media/understood.ts";
import { isLeftOut, ROBOT } from "./left-out-files.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { Invocation } from "./scheduler.ts";
import type { Sabotage, World } from "./world.ts";

export const MEDIA_TIMEOUT_MS = 20_000;

/** What happens between the last answer of the engine and the question: writes, and their repetitions. */
const SLACK_MS = 10_000;

/** What a message carries, and what is said in it. */
export type WrittenMedia = { kinds: readonly ("voice" | "image" | "document")[]; says?: Keyword };

/** Seen from outside the turn engine. */
export class MediaOfRun {
  /** Whether a keyword that is said counts. Absent: nothing is understood. */
  inVoice: boolean | undefined;
  /** By the text that is heard. */
  readonly spoken = new Map<string, Keyword>();
  /** Whatever came of it. */
  readonly tried: { mediaId: string; at: number }[] = [];
  readonly paid: { mediaId: string; at: number; claimed: boolean }[] = [];
  readonly late: string[] = [];
  /** Of the robot's conversation, as stored. */
  readonly counted: { at: number; times: readonly number[] }[] = [];
  readonly claimedAt = new Map<string, number>();
  readonly stored = new Map<string, { at: number; understood: Understood }>();
}

const idOf = (message: string, at: number) => `${message}-file${at}`;

const wordsOf = (mediaId: string) => `said in ${mediaId}`;
export const spokenIn = (message: string) => wordsOf(idOf(message, 0));

/** The id is the caption, so that answers name it as they name texts. */
export function mediaContent(id: string, { kinds }: WrittenMedia): Content {
  const [first = "voice", ...others] = kinds;
  const more: Attachment[] = others.map((media, at) => ({ media, mediaId: idOf(id, at + 1) }));
  return {
    kind: "media",
    media: first,
    mediaId: idOf(id, 0),
    caption: id,
    ...(more.length > 0 && { more }),
  };
}

const NOTE = /^\u27e6(?:voice note|photo|document)[^\u27e7]*\u27e7 /;

/** The customer's own words. */
export const withoutMediaNote = (line: string) => line.replace(NOTE, "");

/** In a third of the runs customers speak and show things, alone, in a burst and among texts. */
export function withMedia(scenario: Scenario, seed: number): Scenario {
  const random = new Random(seed ^ 0xa0d10);
  if (!random.chance(0.35)) return scenario;
  const inbound = scenario.inbound.map((message) => {
    if (message.keyword || message.note || message.lost || message.conversation.startsWith("c4"))
      return message;
    if (!random.chance(0.6)) return message;
    const kinds = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () =>
      random.pick(["voice", "voice", "image", "document"] as const),
    );
    const says = random.chance(0.15) ? random.pick(["stop", "human"] as const) : undefined;
    return { ...message, media: { kinds, ...(says && { says }) } };
  });
  return { ...scenario, inbound, inVoice: random.chance(0.5) };
}

/** Fine, slow, failing, too late, or the last thing that its worker does. */
export function fakeUnderstanding(world: World, invocation: Invocation): MediaUnderstanding | undefined {
  const { media, scheduler, plan } = world;
  if (media.inVoice === undefined) return undefined;
  return {
    modes: new Set(["transcribe", "describe", "read"]),
    timeoutMs: MEDIA_TIMEOUT_MS,
    async understand(_, { mediaId }, deadline) {
      const behaviour = plan.understands();
      media.tried.push({ mediaId, at: scheduler.now });
      const pay = () =>
        media.paid.push({ mediaId, at: scheduler.now, claimed: media.claimedAt.has(mediaId) });
      const left = Math.max(0, deadline - scheduler.now);
      if (deadline > scheduler.now + MEDIA_TIMEOUT_MS) media.late.push(mediaId);
      const gone = () => {
        // The request may have left before the crash.
        if (plan.random.chance(0.5)) pay();
      };
      const fetched = await scheduler.gate(invocation, "media.fetch", plan.random.whole(1, 300), gone);
      if (fetched === "fail" || behaviour === "gone") return { kind: "failed", reason: "gone" };
      pay();
      const latency = plan.random.whole(200, behaviour === "slow" ? 60_000 : 6_000);
      const heard = await scheduler.gate(invocation, "media.engine", Math.min(latency, left));
      if (latency >= left) return { kind: "failed", reason: "timeout" };
      if (heard === "fail" || behaviour === "down") return { kind: "failed", reason: "unavailable" };
      return { kind: "understood", text: wordsOf(mediaId) };
    },
  };
}

const filesOf = (content: Content) => (content.kind === "media" ? attachmentsOf(content) : []);

/** Notes when each file was claimed, and when what was understood of it was stored. */
export function watchedMedia(world: World, real: Conversations): Conversations {
  const { media, scheduler, table } = world;
  const contents = (id: string) =>
    [...table.messages.values()].flatMap((message) => (message.id === id ? [message.content] : []));
  return {
    ...real,
    async save(state, sendBlocks) {
      const saved = await real.save(state, sendBlocks);
      const times = state.progress?.lastHour?.media;
      if (times && saved === "saved" && state.conversation.startsWith(ROBOT))
        media.counted.push({ at: scheduler.now, times });
      return saved;
    },
    async claimUnderstanding(conversations, id, at) {
      const since = await real.claimUnderstanding(conversations, id, at);
      for (const { mediaId } of contents(id).flatMap(filesOf))
        if (mediaId && !media.claimedAt.has(mediaId)) media.claimedAt.set(mediaId, scheduler.now);
      return since;
    },
    async keepUnderstood(conversations, id, understood) {
      const kept = await real.keepUnderstood(conversations, id, understood);
      for (const { mediaId, understood: found } of contents(id).flatMap(filesOf))
        if (mediaId && found && !media.stored.has(mediaId))
          media.stored.set(mediaId, { at: scheduler.now, understood: found });
      return kept;
    },
  };
}

/** For a keyword that is said alone. */
export const spokenKeyword = ({ media }: World, content: Content): Keyword | undefined => {
  const [only, ...others] = filesOf(content);
  if (!media.inVoice || others.length > 0 || only?.media !== "voice") return undefined;
  return only.understood?.kind === "understood" ? media.spoken.get(only.understood.text) : undefined;
};

/** Nothing is paid twice, the agent reads what is stored and nothing else, and nobody waits longer than told. */
export function brokenMedia(world: World, { inbound, acts, outages = [] }: Scenario): string[] {
  const { media, agent, plan, scheduler } = world;
  if (media.inVoice === undefined) return [];
  const broken: string[] = [];
  for (const [file, times] of Map.groupBy(media.paid, ({ mediaId }) => mediaId)) {
    if (times.length > 1) broken.push(`11 (bounded cost): ${file} was paid ${times.length} times`);
    if (times.some(({ claimed }) => !claimed)) broken.push(`11 (bounded cost): ${file} was paid unclaimed`);
  }
  for (const file of media.late) broken.push(`7 (nothing silent): ${file} may take longer than the setting`);
  // Two workers share a customer's files while two ids are linked.
  const isCalm =
    !plan.struck &&
    scheduler.faults === 0 &&
    outages.length === 0 &&
    acts.length === 0 &&
    world.table.links.size === 0;
  for (const { id, media: written } of inbound) {
    if (!written) continue;
    const asked = agent.asked.flatMap(({ at, lines, read }) => {
      const line = lines.indexOf(id);
      return line < 0 ? [] : [{ at, lines, text: read[line] ?? "" }];
    });
    for (const file of written.kinds.keys()) {
      const stored = media.stored.get(idOf(id, file));
      for (const { at, lines, text } of asked) {
        const isRead = text.includes(wordsOf(idOf(id, file)));
        if (!stored && isLeftOut(world, idOf(id, file), { at, lines })) continue;
        if (!stored || stored.at > at)
          broken.push(`11 (bounded cost): ${id} was asked before file ${file} was stored`);
        else if (isRead !== (stored.understood.kind === "understood"))
          broken.push(`2 (answered once): the agent did not read of ${id} what is stored of file ${file}`);
      }
      const said = stored?.understood.kind === "understood" ? stored : undefined;
      const isKeyword = written.says && written.kinds.length === 1 && written.kinds[0] === "voice";
      if (said && isKeyword && media.inVoice && asked.some(({ at }) => at >= said.at))
        broken.push(
          `6 (judged at send time): "${written.says}" was said in ${id}, and the agent was asked it`,
        );
    }
    const [claimedAt, first] = [media.claimedAt.get(idOf(id, 0)), asked[0]];
    if (isCalm && claimedAt !== undefined && first && first.at - claimedAt > MEDIA_TIMEOUT_MS + SLACK_MS)
      broken.push(`7 (nothing silent): ${id} waited ${first.at - claimedAt} ms for its files`);
  }
  return broken;
}

export const MEDIA_MUTATIONS: Record<string, Sabotage> = {
  "a file is understood without a claim": {
    engine: (real) => ({
      ...real,
      conversations: { ...real.conversations, claimUnderstanding: async () => undefined },
    }),
  },
  "a file is claimed after it was understood": {
    engine: (real) => {
      const { conversations } = real;
      return {
        ...real,
        conversations: {
          ...conversations,
          claimUnderstanding: async () => undefined,
          keepUnderstood: async (ids, id, understood) => {
            await conversations.claimUnderstanding(ids, id, real.clock.now());
            return conversations.keepUnderstood(ids, id, understood);
          },
        },
      };
    },
  },
  "a claim holds for a moment only": {
    conversations: (real) => ({
      ...real,
      claimUnderstanding: async (ids, id, at) => {
        const since = await real.claimUnderstanding(ids, id, at);
        return since !== undefined && at - since > 60_000 ? undefined : since;
      },
    }),
  },
  "the agent is asked while what was understood is still being stored": {
    engine: (real) => ({
      ...real,
      conversations: {
        ...real.conversations,
        keepUnderstood: async (...given) => {
          void real.conversations.keepUnderstood(...given).catch(() => undefined);
          return given[2];
        },
      },
    }),
  },
  "what was understood is not stored": {
    conversations: (real) => ({ ...real, keepUnderstood: async (_, __, understood) => understood }),
  },
  "what a dead worker had stored is understood again": {
    conversations: (real) => ({
      ...real,
      claimUnderstanding: async () => undefined,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const pending = loaded.pending.map((message) => {
          if (message.content.kind !== "media") return message;
          const { understood: _, ...content } = message.content;
          return { ...message, content };
        });
        return { ...loaded, pending };
      },
    }),
  },
  "an engine has all the time that the worker has": {
    engine: (real) => ({
      ...real,
      ...(real.understanding && { understanding: { ...real.understanding, timeoutMs: 90_000 } }),
    }),
  },
};
