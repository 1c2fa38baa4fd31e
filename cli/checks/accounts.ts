import { chatsbyAgentState } from "../../lib/agents/chatsby/account.ts";
import { numbersAt } from "../../lib/config/numbers-at.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { NumberOf, NumberSettings, Settings } from "../../lib/config/settings.ts";
import { metaAccount } from "../../lib/providers/meta/account.ts";
import { twilioAccount } from "../../lib/providers/twilio/account.ts";
import type { Io } from "../io.ts";
import { agentFinding } from "./chatsby.ts";
import { type Finding, warning } from "./finding.ts";
import { appFindings, numberFindings, tokenFindings, versionFinding } from "./meta.ts";
import { businessFinding, subscriptionFinding, wabaFinding, webhookFindings } from "./meta-webhook.ts";
import { accountFinding, senderFindings } from "./twilio.ts";

type World = Pick<Io, "fetch" | "clock">;
type Urls = { meta: string; twilio: string };
type Servers = Pick<Settings, "meta" | "twilio" | "chatsby">;

/** `url`: of the webhook; left out until the stage is deployed. */
async function checkMeta(
  { fetch, clock }: World,
  servers: Servers,
  numbers: readonly NumberOf<"meta">[],
  secrets: NonNullable<Secrets["meta"]>,
  url?: string,
): Promise<Finding[]> {
  const [first] = numbers;
  if (!first) return [];
  const { accessToken, appSecrets } = secrets;
  const account = metaAccount({
    fetch,
    clock,
    ...servers.meta,
    accessToken,
    ...(appSecrets[0] && { appSecret: appSecrets[0] }),
  });
  const token = await account.token();
  const found = tokenFindings(token, clock.now());
  // With an invalid token all other checks fail for the same reason and would hide it.
  if (token.kind !== "found" || !token.value.valid) return found;
  const { appId } = token.value;
  const app = await appFindings(account, token);
  const served = await account.servedVersion(first.phoneNumberId);
  const rest = await Promise.all(
    numbers.map(async ({ name, phoneNumberId, wabaId }) => [
      ...numberFindings(await account.number(phoneNumberId), name),
      ...(wabaId
        ? [
            wabaFinding(await account.numbersOf(wabaId), phoneNumberId, name),
            businessFinding(await account.business(wabaId), name),
          ]
        : [noWaba(name)]),
      ...(wabaId && url ? [subscriptionFinding(await account.subscribedApps(wabaId), appId, name)] : []),
    ]),
  );
  const appIsOurs = app.every(({ verdict }) => verdict === "ok");
  const hook = appId && url && appIsOurs ? webhookFindings(await account.webhook(appId), url) : [];
  return [
    ...found,
    ...app,
    versionFinding(served, servers.meta.graphVersion, clock.now()),
    ...rest.flat(),
    ...hook,
  ];
}

const noWaba = (number: string) =>
  warning(
    "meta.waba",
    "The settings have no wabaId, so templates and the subscription cannot be looked up.",
    "Add the WhatsApp Business Account ID from WhatsApp > API Setup.",
    { number },
  );

async function checkTwilio(
  { fetch, clock }: World,
  servers: Servers,
  numbers: readonly NumberOf<"twilio">[],
  { accountSid, authTokens }: NonNullable<Secrets["twilio"]>,
  url?: string,
): Promise<Finding[]> {
  if (numbers.length === 0) return [];
  const account = twilioAccount({
    fetch,
    clock,
    ...servers.twilio,
    accountSid,
    authToken: authTokens[0] ?? "",
  });
  const state = await account.account();
  const found = [accountFinding(state)];
  if (state.kind !== "found") return found;
  const senders = await Promise.all(
    numbers.map(async ({ name, from }) => {
      const sender = await account.sender(from);
      // Without a URL only the sender's existence is checked.
      const findings = senderFindings(sender, from, url ?? "", name);
      return url ? findings : findings.filter(({ check }) => check === "twilio.sender");
    }),
  );
  return [...found, ...senders.flat()];
}

async function checkAgents(
  { fetch, clock }: World,
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

/** Asks the providers and Chatsby. */
export async function checkAccounts(
  world: World,
  settings: Servers & { numbers: readonly NumberSettings[] },
  secrets: Pick<Secrets, "meta" | "twilio" | "chatsby">,
  urls?: Urls,
): Promise<Finding[]> {
  const { numbers } = settings;
  const [meta, twilio] = [numbersAt(numbers, "meta"), numbersAt(numbers, "twilio")];
  const found = await Promise.all([
    secrets.meta ? checkMeta(world, settings, meta, secrets.meta, urls?.meta) : [],
    secrets.twilio ? checkTwilio(world, settings, twilio, secrets.twilio, urls?.twilio) : [],
    checkAgents(world, settings, numbers, secrets.chatsby),
  ]);
  return found.flat();
}
