import { warning } from "../../../domain/health/finding.ts";
import type { AccountCheck } from "../../account-check.ts";
import { metaAccount } from "../tools/account.ts";
import { appFindings, tokenFindings, versionFinding } from "./account-findings.ts";
import { numberFindings } from "./number-findings.ts";
import { businessFinding, subscriptionFinding, wabaFinding, webhookFindings } from "./webhook-findings.ts";

export const checkMeta: AccountCheck<"meta"> = async ({ fetch, clock }, servers, numbers, secret, url) => {
  const [first] = numbers;
  if (!first) return [];
  const { accessToken, appSecrets } = secret;
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
};

const noWaba = (number: string) =>
  warning(
    "meta.waba",
    "The settings have no wabaId, so templates and the subscription cannot be looked up.",
    "Add the WhatsApp Business Account ID from WhatsApp > API Setup.",
    { number },
  );
