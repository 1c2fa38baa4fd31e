import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { dynamodbDeliveries } from "../../lib/adapters/dynamodb/deliveries.ts";
import { withTelemetry } from "../../lib/adapters/lambda/middleware.ts";
import { sqsTurnQueue } from "../../lib/adapters/sqs/turn-queue.ts";
import { sqsPostpone } from "../../lib/adapters/sqs/visibility.ts";
import { recordDelivery } from "../../lib/application/delivery/record-delivery.ts";
import { failureClass } from "../../lib/application/sending/failure-class.ts";
import { loadSettings } from "../../lib/config/load.ts";
import { readOptional, readVariables } from "../../lib/config/variables.ts";
import { powertoolsTelemetry } from "../../lib/observability/powertools.ts";
import { FAILURES } from "../../lib/providers/failures.ts";
import { createHandler } from "./handler.ts";

const where = readVariables(process.env, "settings", "tableName", "turnsQueueUrl", "deliveriesQueueUrl");
const settings = loadSettings(where.settings);
const callProfile = readOptional(process.env, "emulated").emulated ? "person" : "work";
const telemetry = powertoolsTelemetry();
const sqs = awsClient(SQSClient, callProfile);

export const handler = middy(
  createHandler({
    record: recordDelivery.bind(undefined, {
      deliveries: dynamodbDeliveries({
        client: awsClient(DynamoDBClient, callProfile),
        tableName: where.tableName,
        retentionDays: settings.retention.days,
        clock: { now: Date.now },
      }),
      turnQueue: sqsTurnQueue({ client: sqs, queueUrl: where.turnsQueueUrl }),
      telemetry,
      classOf: (provider, code) =>
        failureClass(FAILURES[provider].failureActionFor(code), FAILURES[provider].failureCause(code)),
    }),
    postpone: sqsPostpone({ client: sqs, queueUrl: where.deliveriesQueueUrl }),
    telemetry,
  }),
).use(withTelemetry(telemetry));
