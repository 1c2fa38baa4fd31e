import { join } from "node:path";
import { VARIABLES } from "../../config/variables.ts";
import type { LocalQueue } from "../aws/queues.ts";
import type { AwsServices, Credentials } from "../aws/services.ts";
import { TABLE_NAME } from "../aws/services.ts";

export const SECRET_ID = "chatsby-whatsapp/local";
export const EVENT_BUS = "chatsby-whatsapp-local";
export const HANDOFF_TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:chatsby-whatsapp-local-handoffs";
export const SCHEDULE_GROUP = "chatsby-whatsapp-local";
export const SCHEDULE_ROLE_ARN = "arn:aws:iam::000000000000:role/chatsby-whatsapp-local-schedules";

export type Places = {
  aws: AwsServices;
  /** Base URLs of the services. */
  urls: { dynamodb: string; sqs: string; secrets: string; events: string; sns: string; scheduler: string };
  /** What functions are told of a queue. */
  queueUrl(queue: LocalQueue): string;
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
  urls,
  queueUrl,
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
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_SQS: urls.sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secrets,
    AWS_ENDPOINT_URL_EVENTBRIDGE: urls.events,
    AWS_ENDPOINT_URL_SNS: urls.sns,
    AWS_ENDPOINT_URL_SCHEDULER: urls.scheduler,
    POWERTOOLS_METRICS_NAMESPACE: "ChatsbyWhatsapp/local",
    POWERTOOLS_LOG_LEVEL: "INFO",
    [VARIABLES.settings]: settingsPath,
    [VARIABLES.secretId]: SECRET_ID,
    [VARIABLES.tableName]: TABLE_NAME,
    [VARIABLES.turnsQueueUrl]: queueUrl(aws.turns),
    [VARIABLES.deliveriesQueueUrl]: queueUrl(aws.deliveries),
    [VARIABLES.leadsQueueUrl]: queueUrl(aws.leads),
    [VARIABLES.publicUrl]: publicUrl,
    [VARIABLES.eventBusName]: EVENT_BUS,
    [VARIABLES.handoffTopicArn]: HANDOFF_TOPIC_ARN,
    [VARIABLES.scheduleGroup]: SCHEDULE_GROUP,
    [VARIABLES.scheduleRoleArn]: SCHEDULE_ROLE_ARN,
    [VARIABLES.turnsQueueArn]: aws.turns.arn,
    [VARIABLES.emulated]: "true",
  };
}
