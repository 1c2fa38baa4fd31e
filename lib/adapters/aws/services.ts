import type { AwsService } from "./endpoint.ts";

/** What the thin client calls. */
export const SERVICES = {
  dynamodb: { name: "dynamodb", variable: "DYNAMODB", target: "DynamoDB_20120810", json: "1.0" },
  sqs: { name: "sqs", variable: "SQS", target: "AmazonSQS", json: "1.0" },
  secrets: { name: "secretsmanager", variable: "SECRETS_MANAGER", target: "secretsmanager", json: "1.1" },
  events: { name: "events", variable: "EVENTBRIDGE", target: "AWSEvents", json: "1.1" },
} as const satisfies Record<string, AwsService>;
