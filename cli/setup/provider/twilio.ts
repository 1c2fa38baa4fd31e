import type { SecretOf } from "../../../lib/config/secrets/secrets.ts";
import type { NumberOf } from "../../../lib/config/settings/settings.ts";
import { SANDBOX, twilioAccount } from "../../../lib/providers/twilio/tools/account.ts";
import { signedIsTaken } from "../../checks/probe.ts";
import { awaitFunctions } from "./await-functions.ts";
import type { About, ProviderSetup, SetupWorld } from "./provider-setup.ts";
import { agreeToReplace, failed } from "./register.ts";

async function registerAt(
  world: SetupWorld,
  { number: { from }, settings }: Pick<About<NumberOf<"twilio">>, "number" | "settings">,
  { accountSid, authTokens }: SecretOf<"twilio">,
  url: string,
): Promise<void> {
  const { io, print } = world;
  if (from === SANDBOX) {
    print.line(
      "Twilio's sandbox is set by hand: Messaging > Try it out > Send a WhatsApp message > Sandbox settings,",
    );
    print.line(`"When a message comes in", method POST: ${url}`);
    return;
  }
  const account = twilioAccount({
    fetch: io.fetch,
    clock: io.clock,
    ...settings.twilio,
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
    print.line("The sender's webhook is set already.");
    return;
  }
  if (before && before.split("#")[0] !== url.split("#")[0])
    await agreeToReplace(world, "The sender's", before);
  const done = await account.setWebhook(sender.value.sid, url);
  if (done.kind !== "found")
    throw failed(
      "Twilio did not accept the webhook",
      done.code,
      "Set it by hand: docs/setup-twilio.md#5-the-webhook",
    );
  print.line("Set the sender's webhook, with retries.");
}

export const setUpTwilio: ProviderSetup<NumberOf<"twilio">> = {
  unseen:
    "Doctor cannot see the sandbox: has your phone joined it within three days, and is the URL pasted with what follows the #? docs/setup-twilio.md#5-the-webhook",

  async register(world, about, url) {
    const { secrets, identityKey, staleUntil } = about;
    if (!secrets.twilio) return;
    // One updated function proves nothing about the others, which cache the secret for five minutes.
    const isAccepted = () => signedIsTaken({ ...world.io, identityKey }, "twilio", url, secrets);
    await awaitFunctions(
      world,
      staleUntil,
      isAccepted,
      "The webhook refuses what is signed with the Auth Token.",
    );
    await registerAt(world, about, secrets.twilio, url);
  },
};
