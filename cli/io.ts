import type { Clock } from "../lib/application/ports/ports.ts";
import type { StackOutputs } from "../lib/config/stack-outputs.ts";
import type { StackChange } from "./cloud/change-stack.ts";
import type { StackState } from "./cloud/stack.ts";

export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** All that a command may touch of the world around it. */
export type Io = {
  env: Readonly<Record<string, string | undefined>>;
  /** What was asked for. */
  out(text: string): void;
  /** What is said about it: problems, progress, questions. */
  err(text: string): void;
  /** Everything that is piped in. */
  stdin(): Promise<Buffer>;
  /** Asks whoever sits at the terminal; `undefined` when nobody does. */
  ask: ((question: string) => Promise<string>) | undefined;
  /** As `ask`, for what must not be seen. */
  askHidden: ((question: string) => Promise<string>) | undefined;
  /** Runs a command in this terminal, its own words and questions seen; gives its exit code. */
  runCommand(command: readonly [string, ...string[]]): Promise<number>;
  /** `out` is a terminal that shows colours. */
  colour: boolean;
  /** `err` is a terminal: a line can be written over. */
  live: boolean;
  /** Characters a line. */
  width: number;
  clock: Clock;
  /** Milliseconds; ends early, without an error, when the signal is given. */
  sleep(duration: number, signal?: AbortSignal): Promise<void>;
  newId(): string;
  fetch: typeof fetch;
  /** Whatever AWS's own tools would use here. Throws when there are none. */
  credentials(): Promise<AwsCredentials>;
  /** The outputs of a stack that runs; `undefined` when there is none of that name. Throws StackNotRunning for one that is there and does not run. */
  stackOutputs(stack: string): Promise<StackOutputs | undefined>;
  /** A stack in whatever state; `undefined` when there is none of that name. */
  stackState(stack: string): Promise<StackState | undefined>;
  /** Tells CloudFormation to change a stack, by its id or name; what takes time has only begun then. */
  changeStack(id: string, change: StackChange): Promise<void>;
  /** From this call on Ctrl-C ends nothing by force: it gives the signal. */
  onInterrupt(): AbortSignal;
};
