import type { Secrets } from "../../lib/config/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings.ts";
import { metaAccount } from "../../lib/providers/meta/account.ts";
import { SANDBOX, twilioAccount } from "../../lib/providers/twilio/account.ts";
import { WEBHOOK_FIELDS } from "../checks/meta-webhook.ts";
import { confirm } from "../confirm.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

type Print = (text: string) => void;
type Parts = {
  io: Pick<Io, "fetch" | "clock" | "ask">;
  servers: Pick<Settings, "meta" | "twilio">;
  /** The user has agreed to take the webhook over from its current owner. */
  replace: boolean;
  print: Print;
};

const host = (url: string) => URL.parse(url)?.host ?? "another address";

/** Takes no webhook from another system without a yes. */
async function agreeToReplace({ io, replace }: Parts, whose: string, before: string): Promise<void> {
  if (replace) return;
  if (!io.ask)
    throw new CliProblem(
      EXIT.refused,
      `${whose} messages go to ${host(before)} now, which would get none any more.`,
      ["Add --replace to change that."],
    );
  await confirm(
    io,
    `${whose} messages go to ${host(before)} now, which will get none any more. Change that?`,
  );
}

const failed = (what: string, code: string, fix: string) =>
  new CliProblem(EXIT.failed, `${what} (${code}).`, [fix, "Then run setup again: it goes on from here."]);

export async function registerAtMeta(
  parts: Parts,
  number: Extract<NumberSettings, { provider: "meta" }>,
  { accessToken, appSecrets, verifyToken }: NonNullable<Secrets["meta"]>,
  url: string,
): Promise<void> {
  const { io, servers, print } = parts;
  const account = metaAccount({
    fetch: io.fetch,
    clock: io.clock,
    ...servers.meta,
    accessToken,
    ...(appSecrets[0] && { appSecret: appSecrets[0] }),
    timeoutMs: 30_000,
  });
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
    print("The app's webhook is registered already.");
  else {
    if (known && known.url !== url) await agreeToReplace(parts, "The app's", known.url);
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
    print(`Registered ${url} for ${[...(known?.fields ?? []), ...missing].join(", ")}.`);
  }
  await subscribe(account, number.wabaId, appId, print);
}

async function subscribe(
  account: ReturnType<typeof metaAccount>,
  wabaId: string | undefined,
  appId: string,
  print: Print,
): Promise<void> {
  if (!wabaId) return;
  const apps = await account.subscribedApps(wabaId);
  if (apps.kind === "found" && apps.value.includes(appId)) {
    print("The WhatsApp account already sends its messages to our app.");
    return;
  }
  const done = await account.subscribe(wabaId);
  if (done.kind !== "found")
    throw failed(
      "The WhatsApp account could not be subscribed",
      done.code,
      "The token needs whatsapp_business_management and access to the account.",
    );
  print("Subscribed our app to the WhatsApp account.");
}

export async function registerAtTwilio(
  parts: Parts,
  { from }: Extract<NumberSettings, { provider: "twilio" }>,
  { accountSid, authTokens }: NonNullable<Secrets["twilio"]>,
  url: string,
): Promise<void> {
  const { io, servers, print } = parts;
  if (from === SANDBOX) {
    print(
      "Twilio's sandbox is set by hand: Messaging > Try it out > Send a WhatsApp message > Sandbox settings,",
    );
    print(`"When a message comes in", method POST: ${url}`);
    return;
  }
  const account = twilioAccount({
    fetch: io.fetch,
    clock: io.clock,
    ...servers.twilio,
    accountSid,
    authToken: authTokens[0] ?? "",
  });
  const sender = await account.sender(from);
  if (sender.kind !== "found")
    throw failed("Twilio's senders could not be listed", sender.code, "Look with `npm run wa -- doctor`.");
  if (sender.value === "unknown")
    throw failed("The Twilio account has no such WhatsApp sender", "unknown", "Correct `from`.");
  const before = sender.value.url;
  if (before === url) {
    print("The sender's webhook is set already.");
    return;
  }
  if (before && before.split("#")[0] !== url.split("#")[0])
    await agreeToReplace(parts, "The sender's", before);
  const done = await account.setWebhook(sender.value.sid, url);
  if (done.kind !== "found")
    throw failed(
      "Twilio did not accept the webhook",
      done.code,
      "Set it by hand: docs/setup-twilio.md, step 4.",
    );
  print("Set the sender's webhook, with retries.");
}
