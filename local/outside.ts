import { join } from "node:path";
import type { Secrets } from "../lib/config/secrets/secrets.ts";
import type { Settings, SettingsFile } from "../lib/config/settings/settings.ts";
import type { AwsCall } from "./aws/call-recorder.ts";
import { EventsEndpoint } from "./aws/events-endpoint.ts";
import { FilesEndpoint } from "./aws/files-endpoint.ts";
import { SecretsEndpoint } from "./aws/secrets-endpoint.ts";
import { type Mail, SnsEndpoint } from "./aws/sns-endpoint.ts";
import { relayTo } from "./chatsby/relay.ts";
import type { MovableClock } from "./clock.ts";
import { makeFakes } from "./fakes.ts";
import type { Hooks } from "./hooks.ts";
import { FakeAwsMedia } from "./media/fake-aws-media.ts";
import { FakeOpenAi } from "./media/fake-openai.ts";
import { CognitoEndpoint } from "./sign-in/cognito-endpoint.ts";
import type { LocalTemplate } from "./template/local-template.ts";

type Needs = {
  settings: Settings;
  /** As given: shows which servers it names. */
  file: SettingsFile;
  secrets: Secrets;
  /** What the fakes accept, instead of what the secret holds. */
  accounts: Partial<Secrets> | undefined;
  clock: MovableClock;
  hooks: Hooks;
  onMail: ((mail: Mail) => void) | undefined;
  template: LocalTemplate;
  stateDir: string | undefined;
  region: string;
  onAwsCall: ((call: AwsCall) => void) | undefined;
};

/** Each running service is added to `stops`. */
export async function startOutside(
  { settings, file, secrets, accounts, clock, hooks, onMail, template, stateDir, region, onAwsCall }: Needs,
  stops: (() => unknown)[],
) {
  const [credentials] = template.resources("AWS::SecretsManager::Secret");
  const topics = template.resources("AWS::SNS::Topic").map(({ ref }) => ref());
  const secret = new SecretsEndpoint(credentials?.ref() ?? "", JSON.stringify(secrets));
  const bus = new EventsEndpoint((event) => hooks.event?.(event));
  const sns = new SnsEndpoint(topics, (mail) => {
    onMail?.(mail);
    hooks.mail?.(mail);
  });
  const [bucket] = template.resources("AWS::S3::Bucket");
  const files = new FilesEndpoint({ arn: bucket?.arn() ?? "", region, clock, onCall: onAwsCall });
  const cognito = new CognitoEndpoint({ template, staffFile: stateDir && join(stateDir, "staff.json") });
  const currentSecrets = (): Secrets => JSON.parse(secret.value ?? "{}");
  const fakes = makeFakes(settings, () => accounts ?? currentSecrets(), clock, hooks);
  const relay = relayTo(file.chatsby ?? {}, (request) => hooks.watch?.("chatsby", request));
  const { chatsby, twilio, meta } = fakes;
  const engines = {
    awsMedia: new FakeAwsMedia(),
    openAi: new FakeOpenAi({ apiKey: () => currentSecrets().media?.apiKey }),
  };
  const ours = [secret, bus, sns, files, cognito, chatsby, ...(relay ? [relay] : []), twilio, meta];
  for (const service of [...ours, ...Object.values(engines)]) {
    await service.start();
    stops.push(() => service.stop());
  }
  return { secret, bus, sns, files, cognito, fakes, engines, relay, currentSecrets };
}
