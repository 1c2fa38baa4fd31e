import { Duration, Names, RemovalPolicy } from "aws-cdk-lib";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { allow } from "./allow.ts";
import type { StageKey } from "./stage-key.ts";
import type { StageWide } from "./stage-wide.ts";

type WorkQueueProps = StageWide & {
  /** `fifo`: in order within a message group, and groups do not wait for each other. */
  order: "fifo" | "any";
  visibilitySeconds: number;
  delaySeconds: number;
  maxReceives: number;
};

/** A queue, and a second one for what could not be done. Both hold ids only, encrypted at rest and in transit. */
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
      // As long as SQS allows: a mended outage finds its work still there.
      retentionPeriod: Duration.days(14),
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...(props.order === "fifo" && {
        fifo: true,
        // EventBridge Scheduler gives no deduplication id of its own; whoever gives one is still taken at its word.
        // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_SqsParameters.html
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
   * Ten at a time go to a function, and only those that it reports come back. Lambda reads the queue by the function's own rights.
   * The library's SqsEventSource would also let the function look up the queue's URL, which nobody does.
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

  /** Hands a received message back for a time. */
  allowPostpone(grantee: IGrantable): void {
    allow(grantee, ["sqs:ChangeMessageVisibility"], this.queue.queueArn);
  }

  allowSend(grantee: IGrantable): void {
    allow(grantee, ["sqs:SendMessage"], this.queue.queueArn);
    this.key?.allow(grantee, "send-to-queue");
  }
}
