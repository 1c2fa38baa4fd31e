import type { Cloud } from "../cloud/cloud.ts";
import type { StackState } from "../cloud/stack.ts";
import type { Io } from "../io.ts";
import type { Output } from "../output.ts";
import type { SetupOptions } from "./answers.ts";

/** One run of setup. */
export type Setup = {
  io: Io;
  print: Output;
  stage: string;
  options: SetupOptions & { deploy?: boolean; replace?: boolean; testTo?: string; wait: number };
  /** `undefined` where the settings are not this project's to write: the local stack. */
  settingsPath: string | undefined;
  /** What is deployed now; `undefined` when nothing is. Throws StackNotRunning for one that ran and does not. */
  findCloud(): Promise<Cloud | undefined>;
  /** What CloudFormation says of the stage; `undefined` when there is no such stack, and for the local stack. */
  findStack(): Promise<StackState | undefined>;
};
