import type { Pauses, WorkerFields } from "../conversation/fields.ts";

/**
 * Whether the e-mail about the handoff has left, or is left out for good. Event and list of the same handoff may still
 * wait for their own systems.
 */
export function isTeamMailed({ handoff, progress }: Pauses & Pick<WorkerFields, "progress">): boolean {
  if (!handoff) return false;
  if (progress?.teamNotifiedOf === handoff.id) return true;
  const failing = progress?.sideTasks?.failingSince ?? {};
  const isFailing = (kind: "mail" | "event" | "list") =>
    failing[`handoff-${kind} ${handoff.id}`] !== undefined;
  // All three were tried, and those that failed are noted.
  return !isFailing("mail") && (isFailing("event") || isFailing("list"));
}
