import { type KeptOptIns, mergeOptIns, type OptIn, withCopy } from "../../domain/consent/opt-in.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { OptIns } from "../ports/opt-ins.ts";
import { retryOnConflict } from "../ports/retry-on-conflict.ts";

type Ports = { optIns: OptIns; controls: Pick<Controls, "read"> };

/** Adds them to what is kept under the id; writes nothing when nothing is new. */
export async function keepOptIns(
  { optIns }: Pick<Ports, "optIns">,
  id: ConversationId,
  change: (kept: KeptOptIns) => KeptOptIns,
): Promise<{ before: KeptOptIns; after: KeptOptIns }> {
  return retryOnConflict(async () => {
    const known = await optIns.find(id);
    const before = known ?? { optIns: [] };
    const after = change(before);
    const isSame = JSON.stringify(after) === JSON.stringify(before);
    return isSame || (await optIns.replace(id, after, known)) ? { before, after } : undefined;
  });
}

/** Kept for another customer, who had the same phone. */
export const isOthers = async (
  { controls }: Pick<Ports, "controls">,
  { owner }: KeptOptIns,
  own: readonly ConversationId[],
): Promise<boolean> =>
  owner !== undefined && !own.includes(owner) && !own.includes((await controls.read(owner)).conversation);

/**
 * The conversation and another id of its customer, such as the phone, then have the same: an opt-in may be
 * recorded before the customer writes, and is found by the phone when the conversation has expired. Under a
 * phone that has passed on, those of the person before end. Safe to repeat; a crash leaves what a repeat
 * completes.
 */
export async function shareOptIns(
  ports: Ports,
  conversation: ConversationId,
  other: ConversationId,
): Promise<void> {
  const [own, theirs] = await Promise.all([ports.optIns.find(conversation), ports.optIns.find(other)]);
  if (!own && !theirs) return;
  const isSomebodyElses = theirs !== undefined && (await isOthers(ports, theirs, [conversation]));
  const given: readonly OptIn[] = isSomebodyElses ? [] : (theirs?.optIns ?? []);
  const { after } = await keepOptIns(ports, conversation, (kept) => {
    const optIns = mergeOptIns(kept.optIns, given);
    return optIns.length > 0 ? { ...kept, optIns, copies: withCopy(kept.copies, other) } : kept;
  });
  await keepOptIns(ports, other, (kept) => {
    const before = isSomebodyElses && kept.owner === theirs?.owner ? [] : kept.optIns;
    return { ...kept, optIns: mergeOptIns(before, after.optIns), owner: conversation };
  });
}
