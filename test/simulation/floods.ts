import type { Keyword } from "../../lib/domain/consent/keywords/language-keywords.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { START } from "./world.ts";

const MINUTE = 60_000;

/** The robot's id, beside the ordinary customers. */
const ROBOT = "c4";
/** Turns an hour in runs with a flood: few, so that it need not last long. */
const MAX_PER_HOUR = 6;

type Flood = {
  /** What each message means, in turns. */
  keywords: readonly (Keyword | undefined)[];
  count: number;
  /** Milliseconds between two messages: from, to. */
  every: readonly [number, number];
  /** WhatsApp passes none of them on. */
  lost?: true;
  acts?(random: Random): Scenario["acts"];
  /** Voice notes, three in each. */
  spoken?: true;
  maxPerHour?: number;
} & Pick<Scenario, "late" | "followUpHours">;

const SPOKEN = { media: { kinds: ["voice", "voice", "voice"] } } satisfies Partial<
  Scenario["inbound"][number]
>;

const leads = (random: Random): Scenario["acts"] =>
  Array.from({ length: 40 }, (_, index) => ({
    at: random.whole(30_000, 10 * MINUTE),
    act: { kind: "lead", conversation: ROBOT, id: `lead-${ROBOT}-${index}` },
  }));

const takenOver = (): Scenario["acts"] => [
  { at: 30_000, act: { kind: "pause", conversation: ROBOT, id: `pause-${ROBOT}`, quiet: true } },
];

/** Without a ceiling each would cost without end. */
const FLOODS: readonly Flood[] = [
  { keywords: ["stop", "start"], count: 40, every: [2_500, 20_000] },
  { keywords: ["human", "bot"], count: 40, every: [2_500, 20_000] },
  { keywords: ["human"], count: 20, every: [2_500, 20_000], acts: takenOver },
  { keywords: [undefined], count: 30, every: [3_500, 9_000] },
  { keywords: [undefined], count: 5, every: [3_500, 60_000], acts: leads },
  {
    keywords: [undefined],
    count: 14,
    every: [15_000, 60_000],
    late: { conversation: ROBOT, how: "refused" },
  },
  { keywords: [undefined], count: 14, every: [15_000, 60_000], late: { conversation: ROBOT, how: "failed" } },
  { keywords: [undefined], count: 8, every: [15_000, 60_000], lost: true },
  { keywords: [undefined], count: 10, every: [8 * MINUTE, 9 * MINUTE], followUpHours: 0.1 },
  { keywords: [undefined], count: 30, every: [9_000, 40_000], spoken: true, maxPerHour: 40 },
];

/**
 * A robot that writes fast and much, to make the bot, the team and the business's systems work. Later it
 * writes once more.
 */
export function randomFlood(
  random: Random,
): Pick<Scenario, "inbound" | "posts" | "acts" | "late" | "followUpHours" | "maxPerHour" | "inVoice"> {
  const {
    keywords,
    count,
    every,
    acts,
    lost,
    spoken,
    maxPerHour = MAX_PER_HOUR,
    ...rest
  } = random.pick(FLOODS);
  const inbound: Scenario["inbound"] = [];
  const write = (at: number, more: Pick<Scenario["inbound"][number], "keyword" | "lost" | "media"> = {}) =>
    inbound.push({
      id: `${ROBOT}m${inbound.length}`,
      conversation: ROBOT,
      sentAt: START + at,
      postedAt: at + 100,
      ...more,
    });
  write(0);
  let at = acts === takenOver ? MINUTE : 0;
  // It ends with either keyword.
  const ending = random.whole(0, keywords.length - 1);
  for (let index = 0; index < count + ending; index++) {
    at += random.whole(...every);
    const keyword = keywords[index % keywords.length];
    write(at, { ...(keyword && { keyword }), ...(lost && { lost }), ...(spoken && SPOKEN) });
  }
  write(at + 150 * MINUTE);
  const posts = inbound.flatMap(({ id, postedAt }) => [
    { at: postedAt, ids: [id] },
    ...(random.chance(0.1) ? [{ at: postedAt + random.whole(0, 5_000), ids: [id] }] : []),
  ]);
  return {
    inbound,
    posts,
    acts: acts?.(random) ?? [],
    ...rest,
    ...(spoken && { inVoice: false }),
    maxPerHour,
  };
}
