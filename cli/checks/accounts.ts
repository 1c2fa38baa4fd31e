import { chatsbyAgentState } from "../../lib/agents/chatsby/account.ts";
import { numbersAt } from "../../lib/config/numbers-at.ts";
import type { SecretOf, Secrets } from "../../lib/config/secrets.ts";
import type { NumberSettings } from "../../lib/config/settings.ts";
import { PROVIDERS, type Provider } from "../../lib/domain/inbound/inbound.ts";
import type { AccountCheck, AccountWorld, Servers } from "./account-check.ts";
import { agentFinding } from "./chatsby.ts";
import type { Finding } from "./finding.ts";
import { checkMeta } from "./meta-account.ts";
import { checkTwilio } from "./twilio-account.ts";

const ACCOUNT_CHECKS: { readonly [P in Provider]: AccountCheck<P> } = {
  meta: checkMeta,
  twilio: checkTwilio,
};

type Urls = Readonly<Record<Provider, string>>;
type Numbers = { numbers: readonly NumberSettings[] };

async function checkProvider<P extends Provider>(
  provider: P,
  world: AccountWorld,
  settings: Servers & Numbers,
  secret: SecretOf<P> | undefined,
  urls?: Urls,
): Promise<Finding[]> {
  if (!secret) return [];
  const numbers = numbersAt(settings.numbers, provider);
  return ACCOUNT_CHECKS[provider](world, settings, numbers, secret, urls?.[provider]);
}

async function checkAgents(
  { fetch, clock }: AccountWorld,
  servers: Servers,
  numbers: readonly NumberSettings[],
  { apiKey }: Secrets["chatsby"],
): Promise<Finding[]> {
  const agents = new Map(numbers.map((number) => [number.agentId, number.name]));
  return Promise.all(
    [...agents].map(async ([agentId, name]) =>
      agentFinding(
        await chatsbyAgentState({ fetch, clock, apiUrl: servers.chatsby.apiUrl, apiKey }, agentId),
        name,
      ),
    ),
  );
}

export async function checkAccounts(
  world: AccountWorld,
  settings: Servers & Numbers,
  secrets: Pick<Secrets, Provider | "chatsby">,
  urls?: Urls,
): Promise<Finding[]> {
  const found = await Promise.all([
    ...PROVIDERS.map((provider) => checkProvider(provider, world, settings, secrets[provider], urls)),
    checkAgents(world, settings, settings.numbers, secrets.chatsby),
  ]);
  return found.flat();
}
