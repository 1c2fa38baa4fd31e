import type { Provider } from "../domain/inbound/inbound.ts";

/** The output with the URL that a provider must call. */
export const WEBHOOK_URLS = { meta: "MetaWebhookUrl", twilio: "TwilioWebhookUrl" } as const satisfies Record<
  Provider,
  string
>;

/** Outputs of every stage's stack: infra sets them, commands read them. */
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

/** Outputs that depend on settings: `leads.webhook`, `domain` without a hosted zone, `alerts.dashboard`. */
export const OPTIONAL_OUTPUTS = [
  "DashboardUrl",
  "DomainTarget",
  "LeadsDeadLettersUrl",
  "LeadsQueueUrl",
] as const;

type OutputName = (typeof OUTPUTS)[number];
type OptionalOutputName = (typeof OPTIONAL_OUTPUTS)[number];

/** One value for each output. A missing or unknown one does not compile. */
export type EveryOutput<Value> = Record<OutputName, Value> & Partial<Record<OptionalOutputName, Value>>;

/** As read from a deployed stack: an older one may lack some. */
export type StackOutputs = Readonly<Partial<EveryOutput<string>>>;
