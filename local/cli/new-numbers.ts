import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { DEMO_SECRETS } from "../demo.ts";
import { FakeRegistration } from "../meta/registration.ts";
import type { LocalStack } from "../stack-options.ts";

/**
 * Makes Meta's stand-in what a new customer of Meta finds: numbers that must be verified and registered, an
 * account under review, no webhook, and a secret without credentials. For practising `wa setup`.
 */
export function renewNumbers(stack: LocalStack, secrets: Secrets, print: (text: string) => void): void {
  const { meta } = stack;
  const { meta: _, chatsby, ...others } = secrets;
  stack.secret.value = JSON.stringify(others);
  Object.assign(meta.account, { webhook: undefined, subscribedApps: [], verification: "not_verified" });
  for (const { phoneNumberId, displayNumber } of meta.numbers) {
    const registration = new FakeRegistration();
    registration.onCode = (code) => print(`☎ Meta sends +${displayNumber} the code ${code}`);
    meta.account.registrations.set(phoneNumberId, registration);
  }
}

/** What one would find in Meta's and Chatsby's dashboards. */
export function whatToType({ meta, url }: LocalStack, secrets: Secrets): string {
  const [number] = meta.numbers;
  // Only the demo's are shown.
  const shown = (value = "") => (secrets === DEMO_SECRETS ? value : "as in WA_SECRETS");
  return [
    "Meta's numbers are new: nobody can write to them until they are registered. In another terminal:",
    "",
    `  WA_URL=${url} npm run wa -- setup`,
    "",
    "It asks for what Meta's and Chatsby's dashboards would show (docs/setup-meta.md):",
    `  Phone number ID                 ${number?.phoneNumberId ?? ""}`,
    `  WhatsApp Business Account ID    ${number?.wabaId ?? ""}`,
    `  App secret                      ${shown(secrets.meta?.appSecrets[0])}`,
    `  Access token                    ${shown(secrets.meta?.accessToken)}`,
    `  Chatsby API key                 ${shown(secrets.chatsby.apiKey)}`,
    "The code that Meta sends to the number appears here. Until setup has filled in the secret, functions report",
    "that they cannot use it (secret.refresh-failed).",
  ].join("\n");
}
