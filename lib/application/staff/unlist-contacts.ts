import type { ConversationId } from "../../domain/ids.ts";
import { retryOnConflict } from "../ports/retry-on-conflict.ts";
import type { StaffDeps } from "./staff-deps.ts";

/** For an erasure: no number's rollout lists these ids any more. Who set it stays. */
export async function unlistContacts(
  { rollouts, numbers, clock }: Pick<StaffDeps, "rollouts" | "numbers" | "clock">,
  ids: readonly ConversationId[],
): Promise<void> {
  for (const { name } of numbers)
    await retryOnConflict(async () => {
      const known = await rollouts.find(name);
      const contacts = known?.contacts.filter((each) => !ids.includes(each)) ?? [];
      if (!known || contacts.length === known.contacts.length) return {};
      const at = Math.max(clock.now(), known.at + 1);
      return (await rollouts.replace(name, { ...known, contacts, at }, known)) ? {} : undefined;
    });
}
