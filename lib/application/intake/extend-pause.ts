import type { Handoff } from "../../domain/handoff/handoff.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Controls } from "../ports/control-ports.ts";

/** Begins or extends the pause, because a person is active. */
export async function extendPause(
  controls: Pick<Controls, "pause" | "extend">,
  conversation: ConversationId,
  handoff: Handoff,
  resumeAt: number,
): Promise<"paused" | "already"> {
  const outcome = await controls.pause(conversation, handoff, resumeAt);
  if (outcome === "already") await controls.extend(conversation, resumeAt);
  return outcome;
}
