import type { History } from "../ports/history.ts";
import type { Clock } from "../ports/ports.ts";
import type { StaffDirectory, StaffMember } from "../ports/staff-directory.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Deps = { staff: StaffDirectory; history: Pick<History, "record">; clock: Clock } & Pick<
  StaffDeps,
  "shortId"
>;

/** A repeat before the first sign-in invites again. */
export async function addStaff(
  deps: Deps,
  { by, ...member }: ByStaff<{ email: string; name?: string; admin: boolean }>,
): Promise<StaffMember | "staff-exists"> {
  const added = await deps.staff.add(member);
  if (added !== "staff-exists") await record(deps, { by, what: "add-staff", user: added.user });
  return added;
}

export async function removeStaff(
  deps: Deps,
  { by, user }: ByStaff<{ user: string }>,
): Promise<"removed" | "unknown-staff"> {
  // First: a repeat after a crash finds nobody to remove.
  await record(deps, { by, what: "remove-staff", user });
  return deps.staff.remove(user);
}

async function record(
  { history, clock, shortId }: Deps,
  { by, what, user }: { by: string; what: string; user: string },
): Promise<void> {
  const at = clock.now();
  await history.record("*", `${what}-${shortId(user, String(at))}`, { at, by, what, detail: user });
}
