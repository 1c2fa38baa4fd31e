import { countingOptIns, type KeptOptIns, mergeOptIns, type OptIn } from "../../../domain/consent/opt-in.ts";
import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import { activeSendBlock, conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import { phoneVariants } from "../../../domain/conversation/phone-variants.ts";
import type { StoredSendBlock } from "../../../domain/conversation/send-block.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { blockedByPhone } from "../../identity/phone-consent.ts";
import { isOthers, keepOptIns, releaseOptIns, shareOptIns } from "../../identity/share-opt-ins.ts";
import { hasPhone } from "../conversation/find-conversation.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { findRecipient, type Recipient } from "../templates/template-recipient.ts";

export type OptInDeps = Pick<
  StaffDeps,
  "controls" | "directory" | "numbers" | "conversationFor" | "optIns" | "clock" | "shortId"
>;

type Request = ByStaff<{
  number: NumberName;
  contact: ContactIdentifier;
  source: string;
  text: string;
  /** Default: now. */
  at?: number;
  /** A repeat is recognised by it. Default: derived from source, text and time. */
  id?: string;
}>;

export type RecordOptInResult =
  | {
      conversation: ConversationId;
      result: "recorded" | "repeated";
      /** How many of this customer count. */
      optIns: number;
      /** This one, recorded before, is withdrawn, and stays so. */
      withdrawn?: true;
      /** The customer's own opt-out, which no record of the business undoes. */
      blocked?: StoredSendBlock;
    }
  | "unknown-number"
  | "unknown-contact"
  | "opt-in-in-future";

/** A date alone is midnight in UTC, and the day begins up to so much earlier elsewhere. */
const MAX_AHEAD_MS = 14 * HOUR_MS;

/** The customer's ids that are phones; WhatsApp may know either spelling. */
function phoneIds(
  { conversationFor }: Pick<StaffDeps, "conversationFor">,
  number: NumberName,
  contact: ContactIdentifier,
  { state: { customer } }: Recipient,
): readonly ConversationId[] {
  const phones = [customer?.phone, contact.kind === "phone" ? contact.phone : undefined].filter(
    (phone) => phone !== undefined,
  );
  return [...new Set(phones.flatMap(phoneVariants))].map((phone) => conversationFor(number, { phone }));
}

/** Kept for who had the phone before. While nobody has written from it since, only if that customer has left it. */
async function isFormerOwners(
  deps: Pick<StaffDeps, "controls">,
  contact: ContactIdentifier,
  { state, own }: Recipient,
  kept: KeptOptIns,
): Promise<boolean> {
  if (kept.owner === undefined || !(await isOthers(deps, kept, own))) return false;
  return state.customer !== undefined || !hasPhone(await deps.controls.read(kept.owner), contact);
}

const isIn = ({ optIns }: KeptOptIns, id: string) => optIns.some((each) => each.id === id);

/** The customer may never have written. A repeat is recognised, and completes what a crash left. */
export async function recordOptIn(
  deps: OptInDeps,
  { number, contact, source, text, by, ...request }: Request,
): Promise<RecordOptInResult> {
  const { numbers, clock, controls, shortId } = deps;
  if (!numbers.some(({ name }) => name === number)) return "unknown-number";
  const recordedAt = clock.now();
  const { at = recordedAt } = request;
  if (at > recordedAt + MAX_AHEAD_MS) return "opt-in-in-future";
  const recipient = await findRecipient(deps, contact, number);
  // The customer has another phone now: the opt-in would be another person's.
  if (!recipient || !hasPhone(recipient.state, contact)) return "unknown-contact";
  const { state } = recipient;
  const { conversation } = state;
  const { id = shortId("opt-in", source, text, String(at)) } = request;
  const optIn: OptIn = { id, at, source, text, by, recordedAt };
  const earlier = await deps.optIns.find(conversation);
  if (earlier?.owner && (await isFormerOwners(deps, contact, recipient, earlier)))
    await releaseOptIns(deps, conversation, earlier.owner);
  const { before, after } = await keepOptIns(deps, conversation, (kept) =>
    isIn(kept, id) ? kept : { ...kept, optIns: mergeOptIns(kept.optIns, [optIn]) },
  );
  // Of a customer who never wrote only the phone is known, in the spelling that was given.
  if (state.customer)
    for (const other of phoneIds(deps, number, contact, recipient))
      if (other !== conversation) await shareOptIns(deps, conversation, other);
  // It may have been merged meanwhile.
  const { conversation: now } = await controls.read(conversation);
  if (now !== conversation) await shareOptIns(deps, now, conversation);
  const blocked = await blockOf(deps, number, contact, recipient);
  const isWithdrawn = after.optIns.some((each) => each.id === id && each.withdrawn);
  return {
    conversation: now,
    result: isIn(before, id) || !isIn(after, id) ? "repeated" : "recorded",
    optIns: countingOptIns(after.optIns).length,
    ...(isWithdrawn && { withdrawn: true as const }),
    ...omitUndefined({ blocked }),
  };
}

/** Why the customer gets no messages that the business begins. */
export async function blockOf(
  deps: Pick<StaffDeps, "controls" | "conversationFor" | "clock">,
  number: NumberName,
  contact: ContactIdentifier,
  { state }: Recipient,
): Promise<StoredSendBlock | undefined> {
  const phone = contact.kind === "phone" ? { phone: contact.phone } : {};
  return (
    activeSendBlock(state, deps.clock.now(), ["opted-out", "no-templates"]) ??
    (await blockedByPhone(deps, number, { ...phone, ...state.customer }))
  );
}

/** One that counts is enough, under any of the customer's ids. */
export async function hasOptIn(
  deps: OptInDeps,
  number: NumberName,
  contact: ContactIdentifier,
  recipient: Recipient,
): Promise<boolean> {
  const own = [...new Set([...conversationIdsOf(recipient.state), ...recipient.own])];
  const ids = [...new Set([...own, ...phoneIds(deps, number, contact, recipient)])];
  const kept = await Promise.all(ids.map((id) => deps.optIns.find(id)));
  let optIns: readonly OptIn[] = [];
  for (const each of kept)
    if (each && !(await isFormerOwners(deps, contact, { ...recipient, own }, each)))
      optIns = mergeOptIns(optIns, each.optIns);
  return countingOptIns(optIns).length > 0;
}
