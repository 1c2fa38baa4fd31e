import { chatsbyAgentState } from "../agents/chatsby/account.ts";
import { agentFinding } from "../agents/chatsby/agent-finding.ts";
import { numbersAt } from "../config/derived/numbers-at.ts";
import type { SecretOf, Secrets } from "../config/secrets/secrets.ts";
import type { NumberSettings } from "../config/settings/settings.ts";
import { type Finding, skipped } from "../domain/health/finding.ts";
import { PROVIDERS, type Provider } from "../domain/inbound/inbound.ts";
import type { AccountWorld, Servers } from "../providers/account-check.ts";
import { ACCOUNT_CHECKS } from "../providers/account-checks.ts";

const MAPPED = "The agent is asked by your mapping. Whether it answers: npm run wa -- doctor --ask.";

type Urls = Readonly<Record<Provider, string>>;
type Numbers = { numbers: readonly NumberSettings[] };

export async function checkProvider<P extends Provider>(
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

export async function checkAgents(
  { fetch, clock }: AccountWorld,
  servers: Servers,
  numbers: readonly NumberSettings[],
  { apiKey }: Secrets["chatsby"],
): Promise<Finding[]> {
  // Another API need not have the call.
  if (typeof servers.chatsby.dialect !== "string")
    return numbers.map(({ name }) => skipped("chatsby.agent", MAPPED, { number: name }));
  const about = { fetch, clock, apiUrl: servers.chatsby.apiUrl, apiKey };
  // Several numbers may have the same agent. It is asked for once, and concerns each of them.
  const found = await Promise.all(
    [...Map.groupBy(numbers, ({ agentId }) => agentId)].map(async ([agentId, its]) => {
      const state = await chatsbyAgentState(about, agentId);
      return its.map(({ name }) => agentFinding(state, name));
    }),
  );
  return found.flat();
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
