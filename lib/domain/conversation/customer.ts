import type { Customer } from "../inbound/inbound.ts";

/** The same person under other ids: name and user name stay, and nothing of the old ids does. A reply must never go to a former phone number. */
export function withNewIds(person: Customer | undefined, now: Customer): Customer {
  const { profileName, username } = person ?? {};
  return { ...(profileName && { profileName }), ...(username && { username }), ...now };
}

/** What is known of a customer after another message: ids add up only while they are of the same person. */
export function updatedCustomer(known: Customer | undefined, news: Customer): Customer {
  const changed = known?.userId !== undefined && news.userId !== undefined && known.userId !== news.userId;
  return changed ? withNewIds(known, news) : { ...known, ...news };
}
