import type { Settings } from "../../lib/config/settings.ts";
import type { StackOutputs } from "../../lib/config/stack-outputs.ts";
import type { CliProblem } from "../problem.ts";
import type { StackState } from "./stack.ts";

export type QueueName = "turns" | "deliveries" | "leads";

export type QueueState = { waiting: number; inFlight: number; delayed: number };

/** A queue message that was given up. */
export type DeadLetter = {
  id: string;
  body: string;
  /** Milliseconds since 1970, when it was first sent. */
  sentAt: number;
  group?: string;
  /** By which this receipt of it is released or removed. */
  receipt: string;
};

/**
 * What was given up of one queue. Whatever is received is hidden from everybody else until it is moved or released, or a minute is over;
 * of a FIFO queue all that follows in the same group is hidden too.
 */
export type DeadLetters = {
  /** How many there are, those included that somebody has received. SQS counts approximately, and up to a minute late. */
  count(): Promise<number>;
  /** Ten at most that nobody has received. None does not mean that there are none. */
  receive(): Promise<readonly DeadLetter[]>;
  /** Puts it back into its queue, behind what waits there, and only then takes it from the dead letters. */
  move(letter: DeadLetter): Promise<void>;
  /** Takes it from the dead letters. */
  remove(letter: DeadLetter): Promise<void>;
  /** Everybody sees these again at once. Gives what kept some of them hidden for up to a minute; never throws. */
  release(letters: readonly DeadLetter[]): Promise<CliProblem | undefined>;
};

/** `function`: as its folder in functions/ is called. */
export type LogLine = { at: number; function: string; fields: Readonly<Record<string, unknown>> };

export type LogQuery = {
  /** A text that the lines hold; of several, any. */
  containing: string | readonly string[];
  /** All functions when left out. Each one costs a call. */
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
  /** How long the oldest message has waited, where CloudWatch knows it; not on this machine. */
  oldestSeconds?(name: QueueName): Promise<number | undefined>;
  /** `undefined` when the stage has no such queue. */
  deadLetters(name: QueueName): DeadLetters | undefined;
  metric(query: MetricQuery): Promise<readonly MetricValue[]>;
  /** Lines of the functions' logs, in order of time, at most 10,000. Throws Throttled when AWS was asked too often: that means "not yet". */
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
