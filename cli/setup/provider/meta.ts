import { parseContactPhone } from "../../../lib/adapters/phone/phones.ts";
import type { SecretOf } from "../../../lib/config/secrets/secrets.ts";
import type { NumberOf, Settings } from "../../../lib/config/settings/settings.ts";
import { WEBHOOK_FIELDS } from "../../../lib/providers/meta/health/webhook-findings.ts";
import { metaSender } from "../../../lib/providers/meta/sending/sender.ts";
import { metaAccount } from "../../../lib/providers/meta/tools/account.ts";
import { challengeIsAnswered, signedIsTaken } from "../../checks/probe.ts";
import { showFindings } from "../../doctor/show-findings.ts";
import type { Io } from "../../io.ts";
import { type Output, wrapped } from "../../output.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import { awaitFunctions } from "./await-functions.ts";
import { registerNumber } from "./meta-registration.ts";
import { reviewFindings } from "./meta-review.ts";
import type { About, ProviderSetup, SetupWorld } from "./provider-setup.ts";
import { agreeToReplace, failed } from "./register.ts";

type MetaAbout = Pick<About<NumberOf<"meta">>, "number" | "settings">;

const accountOf = (
  { fetch, clock }: Pick<Io, "fetch" | "clock">,
  { meta }: Pick<Settings, "meta">,
  { accessToken, appSecrets: [appSecret] }: Pick<SecretOf<"meta">, "accessToken" | "appSecrets">,
) =>
  metaAccount({
    fetch,
    clock,
    ...meta,
    accessToken,
    ...(appSecret && { appSecret }),
    timeoutMs: 30_000,
  });

async function registerAt(
  world: SetupWorld,
  { number, settings }: MetaAbout,
  { accessToken, appSecrets, verifyToken }: SecretOf<"meta">,
  url: string,
): Promise<void> {
  const { io, print } = world;
  const account = accountOf(io, settings, { accessToken, appSecrets });
  const token = await account.token();
  const appId = token.kind === "found" ? token.value.appId : undefined;
  if (!appId)
    throw failed("Meta does not return the token's app", "no_app", "Look with `npm run wa -- doctor`.");
  const before = await account.webhook(appId);
  if (before.kind !== "found")
    throw failed("The app's webhook could not be read", before.code, "Is the app secret right?");
  const known = before.value === "none" ? undefined : before.value;
  const missing = WEBHOOK_FIELDS.filter((field) => !known?.fields.includes(field));
  if (known?.url === url && known.active && missing.length === 0)
    print.line("The app's webhook is registered already.");
  else {
    if (known && known.url !== url) await agreeToReplace(world, "The app's", known.url);
    // Meta replaces the whole list: other subscribed fields are sent again.
    const done = await account.setWebhook(appId, {
      url,
      verifyToken,
      fields: [...(known?.fields ?? []), ...missing],
    });
    if (done.kind !== "found")
      throw failed(
        "Meta did not accept the webhook",
        done.code,
        "It calls the URL during this: does `npm run wa -- doctor` find the challenge answered?",
      );
    const fields = [...(known?.fields ?? []), ...missing].join(", ");
    for (const line of wrapped(`Registered ${url} for ${fields}.`, io.width)) print.line(line);
  }
  await subscribe(account, number.wabaId, appId, print);
}

async function subscribe(
  account: ReturnType<typeof metaAccount>,
  wabaId: string | undefined,
  appId: string,
  print: Output,
): Promise<void> {
  if (!wabaId) return;
  const apps = await account.subscribedApps(wabaId);
  if (apps.kind === "found" && apps.value.includes(appId)) {
    print.line("The WhatsApp account already sends its messages to our app.");
    return;
  }
  const done = await account.subscribe(wabaId);
  if (done.kind !== "found")
    throw failed(
      "The WhatsApp account could not be subscribed",
      done.code,
      "The token needs whatsapp_business_management and access to the account.",
    );
  print.line("Subscribed our app to the WhatsApp account.");
}

/**
 * Meta's test template, which every account has.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/get-started
 */
const HELLO = { name: "hello_world", language: "en_US" };

export const setUpMeta: ProviderSetup<NumberOf<"meta">> = {
  unseen:
    "Doctor cannot see whether your app is published (Live). Until it is, Meta delivers no customer's message: docs/setup-meta.md#6-a-privacy-page-and-publish-the-app",

  async register(world, about, url) {
    const { secrets, identityKey } = about;
    if (!secrets.meta) return;
    const caller = { ...world.io, identityKey };
    // Meta redelivers refused webhooks for days: one updated function is enough.
    const isAccepted = async () =>
      (await challengeIsAnswered(caller, "meta", url, secrets)) &&
      (await signedIsTaken(caller, "meta", url, secrets));
    await awaitFunctions(
      world,
      0,
      isAccepted,
      "The webhook does not answer Meta's challenge, or refuses what is signed with the app secret.",
    );
    await registerAt(world, about, secrets.meta, url);
  },

  async connectNumber(world, cloud, about) {
    const { io, print } = world;
    if (!about.secrets.meta) return;
    await registerNumber(world, cloud, about);
    print.line("What Meta reviews in its own time. Customers who write get answers meanwhile:");
    const account = accountOf(io, about.settings, about.secrets.meta);
    showFindings(await reviewFindings(account, about.number), print, io.width);
  },

  /** Only Meta has a template from the start. */
  async sendHello({ fetch, clock, newId }, { number, settings, secrets: { meta } }, to) {
    if (!meta) return undefined;
    const phone = parseContactPhone(to);
    if (!phone) throw new CliProblem(EXIT.usage, `"${to}" is no phone number with + and country code.`);
    const sender = metaSender({
      fetch,
      clock,
      ...settings.meta,
      phoneNumberId: number.phoneNumberId,
      accessToken: async () => meta.accessToken,
    });
    const outcome = await sender.send(
      { to: { phone }, text: "", template: HELLO, reference: `setup-${newId()}` },
      clock.now() + 15_000,
    );
    if (outcome.kind === "accepted") return "Sent the template hello_world to you. Answer it.";
    if (outcome.kind === "unknown")
      return "Whether the template hello_world was sent is not known. Just write to the number.";
    if (outcome.code === "131030")
      return "Meta's test number may not write to you yet: add your phone under WhatsApp > API Setup. Then write to the number.";
    return `The template hello_world was refused (${outcome.code}). Just write to the number.`;
  },
};
