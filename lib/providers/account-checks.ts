import type { Provider } from "../domain/inbound/inbound.ts";
import type { AccountCheck } from "./account-check.ts";
import { checkMeta } from "./meta/health/check-meta.ts";
import { checkTwilio } from "./twilio/health/check-twilio.ts";

export const ACCOUNT_CHECKS: { readonly [P in Provider]: AccountCheck<P> } = {
  meta: checkMeta,
  twilio: checkTwilio,
};
