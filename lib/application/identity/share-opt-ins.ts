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

/** Ends what is kept under a phone of its former customer. What was recorded for the phone since stays. */
export async function releaseOptIns(
  { optIns }: Pick<Ports, "optIns">,
  phone: ConversationId,
  owner: ConversationId,
): Promise<void> {
  const theirs = (await optIns.find(owner))?.optIns ?? [];
  const isTheirs = ({ id }: OptIn) => theirs.some((each) => each.id === id);
  await retryOnConflict(async () => {
    const known = await optIns.find(phone);
    if (known?.owner !== owner) return {};
    const left = { optIns: known.optIns.filter((each) => !isTheirs(each)) };
    const done = left.optIns.length > 0 ? optIns.replace(phone, left, known) : optIns.remove(phone, known);
    return (await done) ? {} : undefined;
  });
}

/** A customer who has other phones now, `phones`, leaves no opt-in under the former ones. Safe to repeat. */
export async function leavePhones(
  ports: Ports,
  conversation: ConversationId,
  phones: readonly ConversationId[],
): Promise<void> {
  const { copies = [] } = (await ports.optIns.find(conversation)) ?? {};
  const left: ConversationId[] = [];
  for (const copy of copies)
    if (!phones.includes(copy) && (await ports.controls.read(copy)).conversation !== conversation)
      left.push(copy);
  if (left.length === 0) return;
  for (const phone of left) await releaseOptIns(ports, phone, conversation);
  await keepOptIns(ports, conversation, (kept) => ({
    ...kept,
    copies: kept.copies?.filter((copy) => !left.includes(copy)) ?? [],
  }));
}
