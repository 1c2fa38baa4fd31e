import type { Settings } from "../../config/settings.ts";
import type { StackOutputs } from "../../config/stack-outputs.ts";
import type { StackState } from "./stack.ts";

export type QueueName = "turns" | "deliveries" | "leads";

/** `oldestSeconds`: only where CloudWatch knows it. */
export type QueueState = { waiting: number; inFlight: number; delayed: number; oldestSeconds?: number };

/** A queue message that was given up. */
export type DeadLetter = {
  id: string;
  body: string;
  /** Milliseconds since 1970, when it was first sent. */
  sentAt: number;
  group?: string;
  /** Puts it back into its queue, behind what waits there, and only then takes it from the dead letters. */
  redrive(): Promise<void>;
};

export type LogLine = { at: number; function: string; fields: Readonly<Record<string, unknown>> };

export type LogQuery = {
  /** A text that the lines hold; of several, any. */
  containing: string | readonly string[];
  /** Names as in `LogLine`; all functions when left out. Each one costs a call. */
  functions?: readonly string[];
  since: number;
  until?: number;
};

export type MetricQuery = {
  name: string;
  /** `Sum`, `Maximum`, `p50`, `p99` … */
  stat: string;
  /** Dimensions besides the service by which the values are told apart. */
  by: readonly string[];
  since: number;
  until: number;
  /** Series that are asked for by all their dimensions as well: a search finds none that had no value in the last two weeks. */
  series?: readonly Readonly<Record<string, string>>[];
};
/** One of a series that has values: what was never counted is not there, and is no zero. */
export type MetricValue = { by: Readonly<Record<string, string>>; value: number };

export type AlarmState = { name: string; state: "ok" | "alarm" | "unknown"; since: number; description: string };

export type Concurrency = { limit: number; unreserved: number };

/** All that a command may ask of a deployed stage, besides the operator API. Methods throw CliProblem that names what to do. */
export type Cloud = {
  stage: string;
  /** The local stack: nothing is deployed, and there are no alarms. */
  local: boolean;
  outputs: StackOutputs;
  /** What CloudFormation knows of it; not on this machine. */
  stack?: StackState;
  /** As deployed, every default filled in. */
  settings: Settings;
  secret: {
    /** `undefined` when it is not there. */
    read(): Promise<{ text: string; version: string; changedAt?: number } | undefined>;
    /** Writes unless somebody has changed it since `basedOn` was read. */
    write(text: string, basedOn: string): Promise<void>;
  };
  queue(name: QueueName): Promise<{ queue: QueueState; deadLetters: QueueState } | undefined>;
  /** What was given up, one after the other; ends when nothing more comes. What was not redriven stays, and is seen again afterwards. */
  deadLetters(name: QueueName): AsyncIterable<DeadLetter>;
  metric(query: MetricQuery): Promise<readonly MetricValue[]>;
  /** Lines of the functions' logs, in order of time, at most 10,000. Throws Throttled when CloudWatch was asked too often: that means "not yet". */
  logs(asked: LogQuery): Promise<readonly LogLine[]>;
  alarms(): Promise<readonly AlarmState[]>;
  /** How many Lambda instances the account may run at once in this region, and how many of them no function has reserved; not on this machine. */
  concurrency?(): Promise<Concurrency>;
  /** Who is told of alarms, and whether they have agreed. */
  subscribers(): Promise<readonly { protocol: string; confirmed: boolean }[]>;
};

const OUTPUT = { turns: "Turns", deliveries: "Deliveries", leads: "Leads" } as const satisfies Record<QueueName, string>;

/** Where a queue and its dead letters are; `undefined` where the stage has none of this name. */
export function queueUrls(outputs: StackOutputs, name: QueueName): { queue: string; dead: string } | undefined {
  const [queue, dead] = [outputs[`${OUTPUT[name]}QueueUrl` as const], outputs[`${OUTPUT[name]}DeadLettersUrl` as const]];
  return queue && dead ? { queue, dead } : undefined;
}

/** Name of the stage's stack. */
export const stackName = (stage: string) => `ChatsbyWhatsapp-${stage}`;
