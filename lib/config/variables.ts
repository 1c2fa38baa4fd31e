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
} as const;

type Variable = keyof typeof VARIABLES;

/** The named variables. Throws one error that lists all that are missing. */
export function readVariables<Name extends Variable>(env: Record<string, string | undefined>, ...names: Name[]): Record<Name, string> {
  const missing = names.filter((name) => !env[VARIABLES[name]]).map((name) => VARIABLES[name]);
  if (missing.length > 0) throw new Error(`Set the environment variable${missing.length > 1 ? "s" : ""} ${missing.join(", ")}.`);
  return Object.fromEntries(names.map((name) => [name, env[VARIABLES[name]]])) as Record<Name, string>;
}
