import { WEBHOOK_URLS } from "../../../lib/config/deployment/stack-outputs.ts";
import type { NumberOf, NumberSettings } from "../../../lib/config/settings/settings.ts";
import type { Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import { setUpMeta } from "./meta.ts";
import type { About, ProviderSetup, SetupWorld } from "./provider-setup.ts";
import { setUpTwilio } from "./twilio.ts";

export const PROVIDER_SETUPS: Readonly<Record<Provider, ProviderSetup>> = {
  meta: setUpMeta,
  twilio: setUpTwilio,
} satisfies { [P in Provider]: ProviderSetup<NumberOf<P>> };

export const registerWebhook = (
  world: SetupWorld,
  { outputs }: Cloud,
  about: About<NumberSettings>,
): Promise<void> => {
  const { provider } = about.number;
  return PROVIDER_SETUPS[provider].register(world, about, outputs[WEBHOOK_URLS[provider]] ?? "");
};
