/** Names of the environment variables by which infra tells a function where things are. */
export const VARIABLES = {
  /** Path of the effective settings file, laid beside the bundle at synth. */
  settings: "WA_SETTINGS",
  /** Id or ARN of the Secrets Manager secret. */
  secretId: "SECRET_ID",
  tableName: "TABLE_NAME",
  turnsQueueUrl: "TURNS_QUEUE_URL",
  deliveriesQueueUrl: "DELIVERIES_QUEUE_URL",
  /** What the provider calls us by: scheme and host, no trailing slash. Part of Twilio's signature. */
  publicUrl: "PUBLIC_URL",
  /** Where business events are published. */
  eventBusName: "EVENT_BUS_NAME",
  /** SNS topic by which the team is told of handoffs. */
  handoffTopicArn: "HANDOFF_TOPIC_ARN",
  /** Queue of leads on their way to the business's CRM; only with `leads.webhook` in the settings. */
  leadsQueueUrl: "LEADS_QUEUE_URL",
  /** EventBridge Scheduler: group, and the role by which it may send to the turns queue (whose ARN it needs). Only with `followUps`. */
  scheduleGroup: "SCHEDULE_GROUP",
  scheduleRoleArn: "SCHEDULE_ROLE_ARN",
  turnsQueueArn: "TURNS_QUEUE_ARN",
  /** Set where AWS is emulated on the same machine: a busy one answers late, and is not silent for it. */
  emulated: "WA_AWS_EMULATED",
} as const;

type Variable = keyof typeof VARIABLES;

/** Those of the named variables that are set. */
export function readOptional<Name extends Variable>(
  env: Record<string, string | undefined>,
  ...names: Name[]
): Partial<Record<Name, string>> {
  return Object.fromEntries(names.flatMap((name) => (env[VARIABLES[name]] ? [[name, env[VARIABLES[name]]]] : []))) as Partial<
    Record<Name, string>
  >;
}

/** The named variables. Throws one error that lists all that are missing. */
export function readVariables<Name extends Variable>(env: Record<string, string | undefined>, ...names: Name[]): Record<Name, string> {
  const missing = names.filter((name) => !env[VARIABLES[name]]).map((name) => VARIABLES[name]);
  if (missing.length > 0) throw new Error(`Set the environment variable${missing.length > 1 ? "s" : ""} ${missing.join(", ")}.`);
  return Object.fromEntries(names.map((name) => [name, env[VARIABLES[name]]])) as Record<Name, string>;
}
