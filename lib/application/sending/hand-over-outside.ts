import { resumeAtFor } from "../../domain/handoff/pause-rules.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";

/** A person gets the customer whom the bot does not answer yet, and no bot tells of it. */
export async function handOverOutside(
  { controls, clock, rules }: Pick<Engine, "controls" | "clock" | "rules">,
  { conversation, number, id }: { conversation: ConversationId; number: NumberName; id: string },
): ReturnType<Engine["controls"]["pause"]> {
  const now = clock.now();
  const handoff = {
    id: `rollout-${id}`,
    reason: "rollout" as const,
    since: now,
    origin: conversation,
    quiet: true,
  };
  return controls.pause(conversation, handoff, resumeAtFor(rules, number, now));
}
