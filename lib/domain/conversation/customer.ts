import type { Customer } from "../inbound/inbound.ts";

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
