import type { Accepted } from "./fake-provider.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** A number is switched off in an item of its own: what is about to leave may be some seconds ahead of it. */
const SWITCH_SLACK = 5_000;
const WINDOW = 24 * 3_600_000;

type Silence = "paused" | "opted-out" | "no-templates" | "off";

/** What must keep these words from leaving, told from the words alone. */
function silencesOf({ text }: Accepted): readonly Silence[] {
  if (text.startsWith("person:")) return ["opted-out"];
  if (text.startsWith("text:optedOut")) return ["off"];
  if (text.startsWith("text:optedIn") || text.startsWith("text:handoff")) return ["opted-out", "off"];
  if (text.startsWith("template:come_back") || text.startsWith("follow-up")) return ["paused", "opted-out", "no-templates", "off"];
  if (text.startsWith("template:")) return ["opted-out", "no-templates", "off"];
  return ["paused", "opted-out", "off"];
}

/** Promise 6: nothing was begun to be sent while something silenced it, and nothing free in form was sent outside the window. */
export function brokenSilences(world: World, said: Scenario["said"]): string[] {
  const broken: string[] = [];
  for (const take of world.provider.accepted) {
    const { conversation, reference, markedAt, text } = take;
    if (markedAt === undefined) continue;
    for (const silence of silencesOf(take)) {
      const inForce =
        silence === "off"
          ? world.timeline.holds("off", markedAt, SWITCH_SLACK)
          : world.timeline.holds(`${silence} ${conversation}`, markedAt);
      if (inForce) broken.push(`6 (judged at send time): ${reference} "${text}" was begun while ${silence}`);
    }
    const mine = said.filter((message) => !message.note && message.conversation.slice(0, 2) === conversation.slice(0, 2));
    const lastWritten = Math.max(
      0,
      ...mine.filter(({ id }) => (world.recordedAt.get(id) ?? Number.POSITIVE_INFINITY) <= take.at).map(({ sentAt }) => sentAt),
    );
    if (!take.template && take.at > lastWritten + WINDOW)
      broken.push(`6 (judged at send time): ${reference} "${text}" left outside the window`);
  }
  return broken;
}
