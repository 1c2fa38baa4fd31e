import { Duration, Names, RemovalPolicy } from "aws-cdk-lib";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { allow } from "./allow.ts";
import type { StageKey } from "./stage-key.ts";
import type { StageWide } from "./stage-wide.ts";

type WorkQueueProps = StageWide & {
  /** `fifo`: ordered within a message group. Groups do not block each other. */
  order: "fifo" | "any";
  visibilitySeconds: number;
  delaySeconds: number;
  maxReceives: number;
};

/** Has a dead-letter queue. Both hold ids only, encrypted at rest and in transit. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly key: StageKey | undefined;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.key = props.key;
    const shared: QueueProps = {
      ...(props.key
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: props.key.key }
        : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      // SQS's maximum: the messages outlast an outage.
      retentionPeriod: Duration.days(14),
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...(props.order === "fifo" && {
        fifo: true,
        // EventBridge Scheduler sends no deduplication id, so content counts. An explicit id takes
        // precedence. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_SqsParameters.html
        contentBasedDeduplication: true,
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      }),
    };
    this.deadLetters = new Queue(this, "DeadLetters", shared);
    this.queue = new Queue(this, "Queue", {
      ...shared,
      deliveryDelay: Duration.seconds(props.delaySeconds),
      visibilityTimeout: Duration.seconds(props.visibilitySeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceives },
    });
    this.key?.encrypts(this.queue);
  }

  /**
   * Batches of ten; only messages that the function reports come back. The library's SqsEventSource would
   * also allow looking up the queue's URL, which nobody does.
   * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
   */
  feed(handler: LambdaFunction, maxConcurrency?: number): void {
    const { queueArn, node } = this.queue;
    handler.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(node)}`, {
      eventSourceArn: queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      ...omitUndefined({ maxConcurrency }),
    });
    allow(handler, ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queueArn);
    this.key?.allow(handler, "receive-from-queue");
  }

  /** Makes a received message visible again later. */
  allowPostpone(grantee: IGrantable): void {
    allow(grantee, ["sqs:ChangeMessageVisibility"], this.queue.queueArn);
  }

  allowSend(grantee: IGrantable): void {
    allow(grantee, ["sqs:SendMessage"], this.queue.queueArn);
    this.key?.allow(grantee, "send-to-queue");
  }
}
