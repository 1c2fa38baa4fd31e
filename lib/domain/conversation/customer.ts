import type { Customer } from "../inbound/inbound.ts";
import type { EveryField, IdentityChange, WorkerFields } from "./fields.ts";

/** Only names stay: a reply must never go to a former phone number. */
export function withNewIds(known: Customer | undefined, current: Customer): Customer {
  const { profileName, username } = known ?? {};
  return { ...(profileName && { profileName }), ...(username && { username }), ...current };
}

/** Ids are combined only while they belong to the same person. */
export function updatedCustomer(known: Customer | undefined, update: Customer): Customer {
  const changed =
    known?.userId !== undefined && update.userId !== undefined && known.userId !== update.userId;
  return changed ? withNewIds(known, update) : { ...known, ...update };
}

const MAX_FORMER_IDS = 10;

/** Newest last. */
export const identityAfter = (
  changedAt: number,
  customer: Customer,
  ids: readonly (string | undefined)[],
): IdentityChange => ({
  changedAt,
  formerIds: [...new Set(ids.filter((id) => id !== undefined))]
    .filter((id) => id !== customer.userId && id !== customer.phone)
    .slice(-MAX_FORMER_IDS),
});

type Identity = Pick<WorkerFields, "customer" | "identity">;

/** The ids after the last change count. */
export function mergeIdentities(own: Identity, other: Identity): EveryField<Identity> {
  const isOthers = (other.identity?.changedAt ?? 0) > (own.identity?.changedAt ?? 0);
  const [earlier, last] = isOthers ? [own, other] : [other, own];
  const customer =
    last.identity && last.customer
      ? withNewIds(earlier.customer, last.customer)
      : (own.customer ?? other.customer);
  const latest = last.identity?.formerIds ?? [];
  const older = earlier.identity?.formerIds.filter((id) => !latest.includes(id)) ?? [];
  return {
    customer,
    identity: last.identity && identityAfter(last.identity.changedAt, customer ?? {}, [...older, ...latest]),
  };
}
