import { MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import type { FakeAgent } from "./fake-agent.ts";
import type { Sabotage, World } from "./world.ts";

export const ROBOT = "c4";

const HOUR_MS = 3_600_000;
const MAX_OF_TURN = 10;

/** The hour's files are counted before they are fetched. */
const FROM_COUNT_TO_QUESTION_MS = 30_000;

type Asked = Pick<FakeAgent["asked"][number], "at" | "lines">;

/**
 * Ten files of a turn, and sixty of an hour: a robot's other files are never fetched. Those count too that cost
 * nothing, because the provider had them no longer.
 */
export function isLeftOut({ media, scheduler }: World, file: string, { at, lines }: Asked): boolean {
  const { stored, tried, counted } = media;
  if (!file.startsWith(ROBOT) || tried.some(({ mediaId }) => mediaId === file)) return false;
  const ofTurn = lines.flatMap((id) =>
    [...stored].filter(([mediaId, kept]) => mediaId.startsWith(`${id}-`) && kept.at <= at),
  );
  const ofHour = tried.filter(
    (each) =>
      each.mediaId.startsWith(ROBOT) && each.at <= at && each.at > at - HOUR_MS - FROM_COUNT_TO_QUESTION_MS,
  );
  // What a worker has counted that died before it fetched them is not found among those.
  const last = scheduler.faults > 0 ? counted.findLast((each) => each.at <= at) : undefined;
  const ofHourCounted = last?.times.filter((time) => time > at - HOUR_MS - FROM_COUNT_TO_QUESTION_MS) ?? [];
  const most = Math.max(ofHour.length, ofHourCounted.length);
  return ofTurn.length >= MAX_OF_TURN || most >= MAX_PER_HOUR.media;
}

/** Shows only in a flood. */
export const LEFT_OUT_MUTATIONS: Record<string, Sabotage> = {
  "a robot's later files are left out, though turn and hour have room for them": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const pending = loaded.pending.map((message) => {
          const isLater = Number(message.id.split(`${ROBOT}m`)[1]) >= 20;
          if (message.content.kind !== "media" || !isLater) return message;
          const { mediaId: _, ...content } = message.content;
          return { ...message, content };
        });
        return { ...loaded, pending };
      },
    }),
  },
};
