import type { KeptOptIns } from "../../../domain/consent/opt-in.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { isOthers } from "../../identity/share-opt-ins.ts";
import { retryOnConflict } from "../../ports/retry-on-conflict.ts";
import type { StaffDeps } from "../staff-deps.ts";

type Deps = Pick<StaffDeps, "optIns" | "controls">;
type Kept = readonly [ConversationId, KeptOptIns];

async function findOwn(
  deps: Deps,
  id: ConversationId,
  own: readonly ConversationId[],
): Promise<KeptOptIns | undefined> {
  const kept = await deps.optIns.find(id);
  if (!kept || (kept.owner === undefined && !own.includes(id))) return undefined;
  return (await isOthers(deps, kept, own)) ? undefined : kept;
}

/**
 * What is kept of one customer, also where the conversations are another's or have expired. A phone may have
 * passed on: what is kept under it is another person's then.
 */
export async function ownOptIns(
  deps: Deps,
  conversations: readonly ConversationId[],
): Promise<readonly Kept[]> {
  const found = new Map<ConversationId, KeptOptIns>();
  for (const id of conversations) {
    const kept = await findOwn(deps, id, conversations);
    if (kept) found.set(id, kept);
  }
  for (const { copies = [] } of [...found.values()])
    for (const id of copies.filter((copy) => !found.has(copy))) {
      const kept = await findOwn(deps, id, conversations);
      if (kept) found.set(id, kept);
    }
  return [...found];
}

/** Returns whether there were any. Those of somebody who has taken the phone over meanwhile stay. */
export async function removeOwnOptIns(
  deps: Deps,
  id: ConversationId,
  own: readonly ConversationId[],
): Promise<boolean> {
  const { removed } = await retryOnConflict(async () => {
    const kept = await findOwn(deps, id, own);
    if (!kept) return { removed: false };
    return (await deps.optIns.remove(id, kept)) ? { removed: true } : undefined;
  });
  return removed;
}
