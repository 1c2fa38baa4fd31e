/** Outputs of every stage's stack. Infra gives them, commands find by them what is deployed. */
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

/** Outputs that only some settings give: `leads.webhook`, `domain` without a hosted zone, `alerts.dashboard`. */
export const OPTIONAL_OUTPUTS = ["DashboardUrl", "DomainTarget", "LeadsDeadLettersUrl", "LeadsQueueUrl"] as const;

type OutputName = (typeof OUTPUTS)[number];
type OptionalOutputName = (typeof OPTIONAL_OUTPUTS)[number];

/** One of each; what is missing or has another name does not compile. */
export type EveryOutput<Value> = Record<OutputName, Value> & Partial<Record<OptionalOutputName, Value>>;

/** As a deployed stack tells them: an older one may lack some. */
export type StackOutputs = Readonly<Partial<EveryOutput<string>>>;
