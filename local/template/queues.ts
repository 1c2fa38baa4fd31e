import type { QueueAttributes } from "../aws/queues.ts";
import type { LocalResource, LocalTemplate } from "./local-template.ts";
import { queueKey, queueName } from "./names.ts";

export type QueuePlan = {
  /** Others name it in their redrive policies. */
  first: boolean;
  id: string;
  /** `turns`, `turnsDeadLetters` … */
  key: string;
  name: string;
  /** Evaluated when it is made: by then the dead-letter queue is there. */
  attributes(): QueueAttributes;
};

/** Not attributes, or without a meaning on one machine: how AWS encrypts what it stores. */
const LEFT_OUT = new Set([
  "QueueName",
  "Tags",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "SqsManagedSseEnabled",
]);

/** SQS takes all as text; CloudFormation's names are the same. */
function attributesOf(queue: LocalResource): QueueAttributes {
  const kept = Object.keys(queue.properties).filter((name) => !LEFT_OUT.has(name));
  return Object.fromEntries(
    kept.map((name) => {
      const value = queue.property(name);
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

export const queuePlans = (template: LocalTemplate): readonly QueuePlan[] =>
  template.resources("AWS::SQS::Queue").map((queue) => ({
    first: !("RedrivePolicy" in queue.properties),
    id: queue.id,
    key: queueKey(queue.id),
    name: queueName(queue.id, queue.property("FifoQueue") === true),
    attributes: () => attributesOf(queue),
  }));
