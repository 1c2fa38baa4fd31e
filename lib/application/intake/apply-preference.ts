import type { Preference } from "../../domain/inbound/inbound.ts";
import type { TurnCommand } from "../ports/ports.ts";
import { knownNumber, otherIdsOf } from "./known-number.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

/** A choice made in WhatsApp has no id: the time of the latest one is kept. */
export async function applyPreference(
  deps: ReceiveWebhookDeps,
  preference: Preference,
  arrivedAt: number,
): Promise<TurnCommand | undefined> {
  const { controls, conversationFor, rules } = deps;
  const number = knownNumber(deps, preference);
  if (!number) return undefined;
  const conversation = conversationFor(number, preference.customer);
  const { action } = preference;
  const at = Math.min(preference.at, arrivedAt);
  const change = {
    id: `preference-${action}-${at}`,
    action,
    scope: rules.marketingStop,
    source: "preference",
    at,
  } as const;
  await controls.changeConsent(conversation, change);
  for (const name of otherIdsOf(deps, number, preference.customer)) await controls.keepConsent(name, change);
  return { kind: "wake", conversation, number };
}
