import type { StackOutputs } from "../../lib/config/deployment/stack-outputs.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { MailTopic, Subscription } from "../../lib/health/mail-findings.ts";
import type { CliProblem } from "../problem.ts";
import type { SignIn } from "./sign-in.ts";
import type { StackState } from "./stack.ts";

export type QueueName = "turns" | "deliveries" | "leads";

export type QueueState = { waiting: number; inFlight: number; delayed: number };

export type DeadLetterMessage = {
  id: string;
  body: string;
  /** When it was first sent. */
  sentAt: number;
  group?: string;
  receipt: string;
};

/**
 * A received message is hidden from others until it is moved, released, or a minute has passed. In a FIFO
 * queue the rest of its message group is hidden too.
 */
export type DeadLetterQueue = {
  /** Hidden ones included. SQS counts approximately, and up to a minute late. */
  count(): Promise<number>;
  /** Up to ten. An empty result does not mean that the queue is empty. */
  receive(): Promise<readonly DeadLetterMessage[]>;
  /** Sends the message to the end of its source queue, then removes it here. */
  move(letter: DeadLetterMessage): Promise<void>;
  remove(letter: DeadLetterMessage): Promise<void>;
  /** Returns the problem that keeps some hidden for up to a minute; never throws. */
  release(letters: readonly DeadLetterMessage[]): Promise<CliProblem | undefined>;
};

/** `function`: the name of its folder in functions/. */
export type LogLine = { at: number; function: string; fields: Readonly<Record<string, unknown>> };

export type LogQuery = {
  /** One of the texts, if there are several. */
  containing: string | readonly string[];
  /** Default: all. Each one costs a call. */
  functions?: readonly string[];
  since: number;
  until?: number;
};

export type MetricQuery = {
  name: string;
  /** `Sum`, `Maximum`, `p50`, `p99` … */
  stat: string;
  /** Dimensions to group by, besides the service. */
  by: readonly string[];
  since: number;
  until: number;
  /** Queried by all their dimensions, too: a search finds no series without values in the last two weeks. */
  series?: readonly Readonly<Record<string, string>>[];
};
/** A series without values is missing, which is not zero. */
export type MetricValue = { by: Readonly<Record<string, string>>; value: number };

export type AlarmState = {
  name: string;
  state: "ok" | "alarm" | "unknown";
  since: number;
  description: string;
  /** AWS bills each metric of an alarm's expression. 0: a composite alarm. */
  metrics?: number;
};

/** Invocations that were cut off or failed. `function`: as in LogLine. */
export type Crashes = { function: string; count: number };

export type Concurrency = { limit: number; unreserved: number };

/** What a command can ask of a deployed stage. Methods throw a CliProblem that names the fix. */
export type Cloud = {
  stage: string;
  /** The local stack: it has no deploys and no alarms. */
  local: boolean;
  /** How far the local stack's clock was moved. */
  aheadMs?: number;
  outputs: StackOutputs;
  /** Missing for the local stack. */
  stack?: StackState;
  /** As deployed, with all defaults filled in. */
  settings: Settings;
  secret: {
    read(): Promise<{ text: string; version: string; changedAt?: number } | undefined>;
    /** Throws SecretChanged if the secret has changed since `basedOn` was read. */
    write(text: string, basedOn: string): Promise<void>;
  };
  /** `undefined` if the stage has no inbox. */
  signIn?: SignIn | undefined;
  queue(name: QueueName): Promise<{ queue: QueueState; deadLetters: QueueState } | undefined>;
  /** How long the oldest message has waited, if that is known. */
  oldestSeconds(name: QueueName): Promise<number | undefined>;
  deadLetters(name: QueueName): DeadLetterQueue | undefined;
  metric(query: MetricQuery): Promise<readonly MetricValue[]>;
  /** In order of time, at most 10,000. Throws Throttled: ask again later. */
  logs(asked: LogQuery): Promise<readonly LogLine[]>;
  /** Only functions with crashes: of those that receive, answer and record deliveries. */
  crashes(since: number, until: number): Promise<readonly Crashes[]>;
  /** The platform's own lines about them, in order of time. */
  crashLines(since: number): Promise<readonly LogLine[]>;
  alarms(): Promise<readonly AlarmState[]>;
  /** Missing for the local stack. */
  concurrency?(): Promise<Concurrency>;
  subscribers(topic: MailTopic): Promise<readonly Subscription[]>;
};

export const topicArn = ({ AlarmTopicArn, HandoffTopicArn }: StackOutputs, topic: MailTopic) =>
  topic === "alarms" ? AlarmTopicArn : HandoffTopicArn;

const OUTPUT = { turns: "Turns", deliveries: "Deliveries", leads: "Leads" } as const satisfies Record<
  QueueName,
  string
>;

export function queueUrls(
  outputs: StackOutputs,
  name: QueueName,
): { queue: string; dead: string } | undefined {
  const [queue, dead] = [
    outputs[`${OUTPUT[name]}QueueUrl` as const],
    outputs[`${OUTPUT[name]}DeadLettersUrl` as const],
  ];
  return queue && dead ? { queue, dead } : undefined;
}

export const stackName = (stage: string) => `ChatsbyWhatsapp-${stage}`;
