import type { Secrets } from "../config/secrets.ts";
import type { Settings, SettingsFile } from "../config/settings.ts";
import { EventsEndpoint } from "./aws/events-endpoint.ts";
import { SecretsEndpoint } from "./aws/secrets-endpoint.ts";
import { type Mail, SnsEndpoint } from "./aws/sns-endpoint.ts";
import { relayTo } from "./chatsby/relay.ts";
import type { MovableClock } from "./clock.ts";
import { makeFakes } from "./fakes.ts";
import type { Hooks } from "./hooks.ts";
import { HANDOFF_TOPIC_ARN, SECRET_ID } from "./lambda/environment.ts";

type Needs = {
  settings: Settings;
  /** As it was given: which servers it names. */
  file: SettingsFile;
  secrets: Secrets;
  clock: MovableClock;
  hooks: Hooks;
  onMail: ((mail: Mail) => void) | undefined;
};

/** Starts what is not ours, and the small services of AWS. `stops` is told of each that runs. */
export async function startOutside({ settings, file, secrets, clock, hooks, onMail }: Needs, stops: (() => unknown)[]) {
  const secret = new SecretsEndpoint(SECRET_ID, JSON.stringify(secrets));
  const bus = new EventsEndpoint((event) => hooks.event?.(event));
  const sns = new SnsEndpoint(HANDOFF_TOPIC_ARN, (mail) => {
    onMail?.(mail);
    hooks.mail?.(mail);
  });
  const currentSecrets = (): Secrets => JSON.parse(secret.value ?? "{}");
  const fakes = makeFakes(settings, currentSecrets, clock, hooks);
  const relay = relayTo(file.chatsby?.apiUrl, (request) => hooks.watch?.("chatsby", request));
  const { chatsby, twilio, meta } = fakes;
  for (const service of [secret, bus, sns, chatsby, ...(relay ? [relay] : []), twilio, meta]) {
    await service.start();
    stops.push(() => service.stop());
  }
  return { secret, bus, sns, fakes, relay, currentSecrets };
}
