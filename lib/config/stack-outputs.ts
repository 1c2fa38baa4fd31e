/** Outputs of every stage's stack: infra sets them, commands read them. */
export const OUTPUTS = [
  "AlarmTopicArn",
  "ApiUrl",
  "DeliveriesDeadLettersUrl",
  "DeliveriesQueueUrl",
  "EventBusName",
  "HandoffTopicArn",
  "MetaWebhookUrl",
  "OperatorPolicyArn",
  "SecretName",
  "SettingsHash",
  "TableName",
  "TurnsDeadLettersUrl",
  "TurnsQueueUrl",
  "TwilioWebhookUrl",
] as const;

/** Outputs that depend on settings: `leads.webhook`, `domain` without a hosted zone, `alerts.dashboard`. */
export const OPTIONAL_OUTPUTS = ["DashboardUrl", "DomainTarget", "LeadsDeadLettersUrl", "LeadsQueueUrl"] as const;

type OutputName = (typeof OUTPUTS)[number];
type OptionalOutputName = (typeof OPTIONAL_OUTPUTS)[number];

/** One value for each output. A missing or unknown one does not compile. */
export type EveryOutput<Value> = Record<OutputName, Value> & Partial<Record<OptionalOutputName, Value>>;

/** As read from a deployed stack: an older one may lack some. */
export type StackOutputs = Readonly<Partial<EveryOutput<string>>>;
