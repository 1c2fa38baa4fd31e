import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import { phoneVariants } from "../../../domain/conversation/phone-variants.ts";
import { type ConversationId, conversationId, type NumberName } from "../../../domain/ids.ts";
import { configuredRollout } from "../../../domain/rollout/configured-rollout.ts";
import {
  EVERYBODY,
  MAX_ROLLOUT_CONTACTS,
  type Rollout,
  type StoredRollout,
} from "../../../domain/rollout/rollout.ts";
import { type RolloutReport, rolloutText } from "../../../domain/rollout/rollout-report.ts";
import { retryOnConflict } from "../../ports/retry-on-conflict.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";

type ReadDeps = Pick<StaffDeps, "rollouts" | "numbers">;
type Deps = ReadDeps & Pick<StaffDeps, "history" | "clock" | "conversationFor" | "hasInbox">;

/** What is not given stays. `contacts` replaces the list; then `add` and `remove` count. */
export type RolloutChange = Partial<Omit<Rollout, "contacts">> & {
  contacts?: readonly ContactIdentifier[] | undefined;
  add?: readonly ContactIdentifier[] | undefined;
  remove?: readonly ContactIdentifier[] | undefined;
};

/** Only the number of contacts is shown. */
const NOBODY = conversationId("");

export const rolloutReport = (
  number: StaffDeps["numbers"][number],
  stored: StoredRollout | undefined,
): RolloutReport => {
  if (stored) return { ...stored, contacts: stored.contacts.length, source: "operator" };
  if (!number.rollout) return { ...EVERYBODY, contacts: 0, source: "default" };
  const { contacts, ...rollout } = configuredRollout(number.rollout, () => NOBODY);
  return { ...rollout, contacts: contacts.length, source: "settings" };
};

/** Returns `undefined` for a number that is not in the settings. */
export async function showRollout(
  { rollouts, numbers }: ReadDeps,
  name: NumberName,
): Promise<RolloutReport | undefined> {
  const number = numbers.find((each) => each.name === name);
  return number && rolloutReport(number, await rollouts.find(name));
}

export type ChangeRolloutResult = RolloutReport | "unknown-number" | "too-many-contacts" | "no-inbox";

/** Counts from the next message on. A change that changes nothing keeps who made the last one, and when. */
export async function changeRollout(
  deps: Deps,
  { number: name, change, by }: ByStaff<{ number: NumberName; change: RolloutChange }>,
): Promise<ChangeRolloutResult> {
  const { rollouts, history, clock, numbers, conversationFor } = deps;
  const number = numbers.find((each) => each.name === name);
  if (!number) return "unknown-number";
  if (change.drafts && !deps.hasInbox) return "no-inbox";
  const result = await retryOnConflict(async () => {
    const known = await rollouts.find(name);
    const before =
      known ??
      (number.rollout
        ? configuredRollout(number.rollout, (customer) => conversationFor(name, customer))
        : EVERYBODY);
    const next = changed(before, change, (contact) => idsOf(deps, name, contact));
    if (next.contacts.length > MAX_ROLLOUT_CONTACTS) return { kind: "too-many" as const };
    if (known && isSame(known, next)) return { kind: "done" as const, stored: known };
    // Later than the one before: changes are told apart by their times.
    const stored = { ...next, by, at: Math.max(clock.now(), (known?.at ?? 0) + 1) };
    return (await rollouts.replace(name, stored, known)) ? { kind: "done" as const, stored } : undefined;
  });
  if (result.kind === "too-many") return "too-many-contacts";
  const { stored } = result;
  const report = rolloutReport(number, stored);
  // Named by its time: a repeat after a crash fills the gap and adds nothing else.
  await history.record("*", `rollout-${name}-${stored.at}`, {
    at: stored.at,
    by: stored.by,
    what: "rollout",
    detail: `${name}: ${rolloutText(report)}`,
  });
  return report;
}

const isSame = (one: Rollout, other: Rollout) =>
  one.percent === other.percent &&
  one.others === other.others &&
  one.drafts === other.drafts &&
  one.contacts.join() === other.contacts.join();

/** The first is the contact's own; the others are the same phone as WhatsApp may store it. */
function idsOf(
  { conversationFor }: Pick<Deps, "conversationFor">,
  number: NumberName,
  contact: ContactIdentifier,
): readonly ConversationId[] {
  switch (contact.kind) {
    case "phone":
      return phoneVariants(contact.phone).map((phone) => conversationFor(number, { phone }));
    case "user":
      return [conversationFor(number, { userId: contact.userId })];
    case "conversation":
      return [contact.conversation];
  }
}

function changed(
  { contacts: listed, ...before }: Rollout,
  { contacts, add = [], remove = [], percent, others, drafts }: RolloutChange,
  idsFor: (contact: ContactIdentifier) => readonly ConversationId[],
): Rollout {
  const own = (contact: ContactIdentifier) => idsFor(contact).slice(0, 1);
  const removed = remove.flatMap(idsFor);
  const kept = [...(contacts ? contacts.flatMap(own) : listed), ...add.flatMap(own)];
  return {
    percent: percent ?? before.percent,
    others: others ?? before.others,
    drafts: drafts ?? before.drafts,
    contacts: [...new Set(kept)].filter((id) => !removed.includes(id)),
  };
}
