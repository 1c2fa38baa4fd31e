import type { ConversationId } from "../../../domain/ids.ts";
import { retryOnConflict } from "../../ports/retry-on-conflict.ts";
import type { StaffDeps } from "../staff-deps.ts";

type Deps = Pick<StaffDeps, "rollouts" | "numbers" | "clock" | "directory">;

/**
 * For an erasure: no number's rollout lists these ids any more, but a phone that has passed to another
 * conversation stays. Who set it stays.
 */
export async function unlistContacts(deps: Deps, erased: readonly ConversationId[]): Promise<void> {
  const { rollouts, numbers, clock, directory } = deps;
  const ids: ConversationId[] = [];
  for (const id of erased) if (erased.includes((await directory.byName(id)) ?? id)) ids.push(id);
  for (const { name } of numbers)
    await retryOnConflict(async () => {
      const known = await rollouts.find(name);
      const contacts = known?.contacts.filter((each) => !ids.includes(each)) ?? [];
      if (!known || contacts.length === known.contacts.length) return {};
      const at = Math.max(clock.now(), known.at + 1);
      return (await rollouts.replace(name, { ...known, contacts, at }, known)) ? {} : undefined;
    });
}
