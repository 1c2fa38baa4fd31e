export const VARIABLES = {
  /** Its path beside the bundle. */
  settings: "WA_SETTINGS",
  secretId: "SECRET_ID",
  tableName: "TABLE_NAME",
  turnsQueueUrl: "TURNS_QUEUE_URL",
  deliveriesQueueUrl: "DELIVERIES_QUEUE_URL",
  /** What providers call, without a trailing slash. Part of Twilio's signature. */
  publicUrl: "PUBLIC_URL",
  /** Of a deployed stack, for commands in e-mails. */
  stage: "WA_STAGE",
  eventBusName: "EVENT_BUS_NAME",
  handoffTopicArn: "HANDOFF_TOPIC_ARN",
  /** Only with `operations.dailyCheck`. */
  alarmTopicArn: "ALARM_TOPIC_ARN",
  /** The page for staff, for links in e-mails. Only with `inbox.enabled`. */
  inboxUrl: "INBOX_URL",
  /** Only with `leads.webhook` in the settings. */
  leadsQueueUrl: "LEADS_QUEUE_URL",
  turnsDeadLettersUrl: "TURNS_DEAD_LETTERS_URL",
  deliveriesDeadLettersUrl: "DELIVERIES_DEAD_LETTERS_URL",
  /** Only with `leads.webhook` in the settings. */
  leadsDeadLettersUrl: "LEADS_DEAD_LETTERS_URL",
  /**
   * EventBridge Scheduler's group, its role, and the ARN of the turns queue that the role may send to. Only
   * with `followUps`.
   */
  scheduleGroup: "SCHEDULE_GROUP",
  scheduleRoleArn: "SCHEDULE_ROLE_ARN",
  turnsQueueArn: "TURNS_QUEUE_ARN",
  /** Where the files are that staff send, without a trailing slash. Only with `inbox.enabled`. */
  filesUrl: "FILES_URL",
  /**
   * The staff's user pool: its id, the page's app client, the issuer of its tokens, and where its sign-in pages
   * are. Only with `inbox.enabled`.
   */
  userPoolId: "USER_POOL_ID",
  signInClientId: "SIGN_IN_CLIENT_ID",
  signInIssuer: "SIGN_IN_ISSUER",
  signInUrl: "SIGN_IN_URL",
  /** AWS is emulated on the same machine, which may answer late when it is busy. */
  emulated: "WA_AWS_EMULATED",
} as const;

type Variable = keyof typeof VARIABLES;

export function readOptional<Name extends Variable>(
  env: Record<string, string | undefined>,
  ...names: Name[]
): Partial<Record<Name, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (env[VARIABLES[name]] ? [[name, env[VARIABLES[name]]]] : [])),
  ) as Partial<Record<Name, string>>;
}

/** One error lists all missing variables. */
export function readVariables<Name extends Variable>(
  env: Record<string, string | undefined>,
  ...names: Name[]
): Record<Name, string> {
  const missing = names.filter((name) => !env[VARIABLES[name]]).map((name) => VARIABLES[name]);
  if (missing.length > 0)
    throw new Error(`Set the environment variable${missing.length > 1 ? "s" : ""} ${missing.join(", ")}.`);
  return Object.fromEntries(names.map((name) => [name, env[VARIABLES[name]]])) as Record<Name, string>;
}
