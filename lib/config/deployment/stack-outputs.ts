import { PROVIDERS, type Provider } from "../../domain/inbound/inbound.ts";

export const WEBHOOK_URLS = { meta: "MetaWebhookUrl", twilio: "TwilioWebhookUrl" } as const satisfies Record<
  Provider,
  string
>;

/** Infra sets them, commands read them. */
export const OUTPUTS = [
  "AlarmTopicArn",
  "ApiUrl",
  "DeliveriesDeadLettersUrl",
  "DeliveriesQueueUrl",
  "EventBusName",
  "HandoffTopicArn",
  "OperatorPolicyArn",
  "SecretName",
  "SettingsHash",
  "TableName",
  "TurnsDeadLettersUrl",
  "TurnsQueueUrl",
  ...Object.values(WEBHOOK_URLS),
] as const;

/** Depend on settings: `inbox.enabled`, `leads.webhook`, `domain` without a hosted zone, `alerts.dashboard`. */
export const OPTIONAL_OUTPUTS = [
  "DashboardUrl",
  "DomainTarget",
  "InboxClientId",
  "InboxUrl",
  "LeadsDeadLettersUrl",
  "LeadsQueueUrl",
  "UserPoolId",
] as const;

type OutputName = (typeof OUTPUTS)[number];
type OptionalOutputName = (typeof OPTIONAL_OUTPUTS)[number];

/** A missing or unknown output does not compile. */
export type EveryOutput<Value> = Record<OutputName, Value> & Partial<Record<OptionalOutputName, Value>>;

/** An older stack may lack some. */
export type StackOutputs = Readonly<Partial<EveryOutput<string>>>;

/** As providers should call them; empty if the stack is older. */
export const webhookUrlsOf = (outputs: StackOutputs) =>
  Object.fromEntries(
    PROVIDERS.map((provider) => [provider, outputs[WEBHOOK_URLS[provider]] ?? ""]),
  ) as Readonly<Record<Provider, string>>;

export const webhookOutputs = <Value>(outputOf: (provider: Provider) => Value) =>
  Object.fromEntries(PROVIDERS.map((provider) => [WEBHOOK_URLS[provider], outputOf(provider)])) as Readonly<
    Record<(typeof WEBHOOK_URLS)[keyof typeof WEBHOOK_URLS], Value>
  >;
