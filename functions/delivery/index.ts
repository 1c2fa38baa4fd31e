import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { dynamodbDeliveries } from "../../lib/adapters/dynamodb/deliveries.ts";
import { observed } from "../../lib/adapters/lambda/middleware.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { sqsVisibility } from "../../lib/adapters/sqs/visibility.ts";
import { recordDeliveryWith } from "../../lib/application/delivery/record-delivery.ts";
import { failureClass } from "../../lib/application/sending/failure-class.ts";
import { loadSettings } from "../../lib/config/load.ts";
import { readOptional, readVariables } from "../../lib/config/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { metaFailureCause, metaRemedy } from "../../lib/providers/meta/failure-actions.ts";
import { twilioFailureCause, twilioRemedy } from "../../lib/providers/twilio/failure-actions.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(process.env, "settings", "tableName", "turnsQueueUrl", "deliveriesQueueUrl");
const settings = loadSettings(where.settings);
const patience = readOptional(process.env, "emulated").emulated ? "person" : "work";
const telemetry = powertoolsTelemetry();
const sqs = awsClient(SQSClient, patience);

export const handler = middy(
  createHandler({
    record: recordDeliveryWith({
      deliveries: dynamodbDeliveries({
        client: awsClient(DynamoDBClient, patience),
        tableName: where.tableName,
        retentionDays: settings.retention.days,
        clock: { now: Date.now },
      }),
      turnQueue: sqsTurnQueue({ client: sqs, queueUrl: where.turnsQueueUrl }),
      telemetry,
      classOf: (provider, code) =>
        provider === "meta"
          ? failureClass(metaRemedy(code), metaFailureCause(code))
          : failureClass(twilioRemedy(code), twilioFailureCause(code)),
    }),
    postpone: sqsVisibility({ client: sqs, queueUrl: where.deliveriesQueueUrl }),
    telemetry,
  }),
).use(observed(telemetry));
