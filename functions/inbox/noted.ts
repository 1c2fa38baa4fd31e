import { noteActivity } from "../../lib/application/inbox/note-activity.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import type { News } from "../../lib/domain/inbox/activity-entry.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import type { InboxDeps } from "./caller.ts";

/**
 * The author's next list shows the act. The worker's next command notes it too, so a failure here does not undo what
 * was done.
 */
export async function noted<Result>(
  deps: InboxDeps,
  givenId: ConversationId,
  result: Result,
  news?: News,
): Promise<Result> {
  if (typeof result === "string") return result;
  const { conversation } = await deps.controls.read(givenId);
  await noteActivity(deps, conversation, news).catch((error: unknown) => {
    deps.telemetry.count("SideTasksFailed", 1, { task: "activity" });
    deps.telemetry.error("side-task.failed", { conversation, task: "activity", ...errorFacts(error) });
  });
  return result;
}
