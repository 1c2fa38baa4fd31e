import type { Notes } from "../lib/adapters/files/notes.ts";
import type { Clock } from "../lib/application/ports/ports.ts";
import type { StackOutputs } from "../lib/config/deployment/stack-outputs.ts";
import type { StackChange, StackState } from "./cloud/stack.ts";
import type { StackResource } from "./cloud/stack-resources.ts";
import type { StackToStart, StartedStack } from "./evaluate/start-stack.ts";

export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Everything outside the process that a command may use. */
export type Io = {
  env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  /** Problems, progress and questions. */
  err(text: string): void;
  stdin(): Promise<Buffer>;
  /** `undefined` without a terminal. */
  ask: ((question: string) => Promise<string>) | undefined;
  askHidden: ((question: string) => Promise<string>) | undefined;
  /** Returns the exit code. Output and questions are visible in this terminal. */
  runCommand(command: readonly [string, ...string[]]): Promise<number>;
  /** `out` is a terminal that shows colours. */
  colour: boolean;
  /** `err` is a terminal: a line can be overwritten. */
  live: boolean;
  width: number;
  /** Makes the commands in a text act on the stage that this command uses. */
  aim(text: string): string;
  clock: Clock;
  /** Ends early, without an error, on the signal. */
  sleep(duration: number, signal?: AbortSignal): Promise<void>;
  newId(): string;
  fetch: typeof fetch;
  /** Throws if there are none. */
  credentials(): Promise<AwsCredentials>;
  /** `undefined` if there is no stack of that name. Throws StackNotRunning. */
  stackOutputs(stack: string): Promise<StackOutputs | undefined>;
  /** Those with a stack in this account and region. Throws CliProblem. */
  stages(): Promise<readonly string[]>;
  /** Whether this machine has anything that leads to an AWS account. */
  hasAwsSettings(): boolean;
  /** The URL of one that answers within a second. */
  findLocalStack(): Promise<string | undefined>;
  /** The whole system, on this machine. Throws CliProblem. */
  startLocalStack(what: StackToStart): Promise<StartedStack>;
  /** What commands remember on this machine. */
  notes: Notes;
  stackState(stack: string): Promise<StackState | undefined>;
  /** What the deletion of the stack with this id has left. Never throws. */
  leftBehind(id: string): Promise<readonly StackResource[]>;
  /** Returns before the change is complete. */
  changeStack(id: string, change: StackChange): Promise<void>;
  /** What Ctrl-C shows before it ends the process. */
  onExit(text: string): void;
  /** From this call on, Ctrl-C aborts the signal instead of ending the process. */
  onInterrupt(): AbortSignal;
};
