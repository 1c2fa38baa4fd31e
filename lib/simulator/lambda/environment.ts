import { join } from "node:path";
import { VARIABLES } from "../../config/variables.ts";
import type { AwsServices, Credentials } from "../aws/services.ts";
import { TABLE_NAME } from "../aws/services.ts";

export const SECRET_ID = "chatsby-whatsapp/local";
const EVENT_BUS = "chatsby-whatsapp-local";

export type Places = {
  aws: AwsServices;
  secretsUrl: string;
  eventsUrl: string;
  settingsPath: string;
  publicUrl: string;
  region: string;
  credentials: Credentials;
  /** Where no AWS configuration lies. */
  folder: string;
};

/** All that a function sees: nothing of the environment of this process, and no AWS profile of whoever runs it. */
export function environmentOf({
  aws,
  secretsUrl,
  eventsUrl,
  settingsPath,
  publicUrl,
  region,
  credentials,
  folder,
}: Places): Record<string, string> {
  return {
    TZ: "UTC",
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_CONFIG_FILE: join(folder, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "no-aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_DYNAMODB: aws.endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: aws.endpoints.sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
    AWS_ENDPOINT_URL_EVENTBRIDGE: eventsUrl,
    POWERTOOLS_METRICS_NAMESPACE: "ChatsbyWhatsapp",
    POWERTOOLS_LOG_LEVEL: "INFO",
    [VARIABLES.settings]: settingsPath,
    [VARIABLES.secretId]: SECRET_ID,
    [VARIABLES.tableName]: TABLE_NAME,
    [VARIABLES.turnsQueueUrl]: aws.turns.url,
    [VARIABLES.deliveriesQueueUrl]: aws.deliveries.url,
    [VARIABLES.publicUrl]: publicUrl,
    [VARIABLES.eventBusName]: EVENT_BUS,
  };
}
