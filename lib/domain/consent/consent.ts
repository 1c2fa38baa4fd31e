import type { Consent, EveryField } from "../conversation/fields.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { ConsentChange } from "./consent-change.ts";

const latest = (...times: readonly (number | undefined)[]): number | undefined =>
  times.reduce(
    (best, time) => (best === undefined || (time !== undefined && time > best) ? time : best),
    undefined,
  );

/** At the same time, stopping wins. */
const supersedes = (change: ConsentChange, current: ConsentChange | undefined) =>
  !current ||
  change.at > current.at ||
  (change.at === current.at && change.action === "stop" && current.action === "start");

/** The order of the two does not matter. */
export function mergeConsent(own: Consent, other: Consent): Consent {
  const optedInAt = latest(own.optedInAt, other.optedInAt);
  const ifStillValid = (...stops: readonly (number | undefined)[]) => {
    const stopped = latest(...stops);
    return stopped !== undefined && (optedInAt === undefined || stopped >= optedInAt) ? stopped : undefined;
  };
  const optedOutAt = ifStillValid(own.optedOutAt, other.optedOutAt);
  const noTemplatesAt = ifStillValid(own.noTemplatesAt, other.noTemplatesAt);
  const consentChange =
    other.consentChange && supersedes(other.consentChange, own.consentChange)
      ? other.consentChange
      : own.consentChange;
  const merged: EveryField<Consent> = { optedOutAt, noTemplatesAt, optedInAt, consentChange };
  return omitUndefined(merged);
}

function consentOf(change: ConsentChange): Consent {
  const { action, scope, at } = change;
  if (action === "start") return { optedInAt: at, consentChange: change };
  return scope === "all"
    ? { optedOutAt: at, consentChange: change }
    : { noTemplatesAt: at, consentChange: change };
}

/** The times count too: a late change is compared with them. */
export const consentDiffers = (before: Consent, after: Consent) =>
  before.optedOutAt !== after.optedOutAt ||
  before.noTemplatesAt !== after.noTemplatesAt ||
  before.optedInAt !== after.optedInAt ||
  before.consentChange?.id !== after.consentChange?.id;

/** Returns `undefined` for a repeat, or a change older than what counts. */
export function withConsentChange(own: Consent, change: ConsentChange): Consent | undefined {
  if (own.consentChange?.id === change.id) return undefined;
  const next = mergeConsent(own, consentOf(change));
  return consentDiffers(own, next) ? next : undefined;
}
