import type { Cloud } from "../cloud/cloud.ts";
import type { StackState } from "../cloud/stack.ts";
import type { Io } from "../io.ts";
import type { Output } from "../output.ts";
import type { KeptAnswers } from "./ask/kept-answers.ts";
import type { SetupOptions } from "./ask/questions.ts";

export type Setup = {
  io: Io;
  print: Output;
  stage: string;
  /** The local stack instead of a stage. Nothing is deployed then. */
  local: boolean;
  kept: KeptAnswers;
  options: SetupOptions & {
    deploy?: boolean;
    /** One question to the agent; `undefined`: ask first. */
    ask?: boolean;
    replace?: boolean;
    registerAgain?: boolean;
    testTo?: string;
    wait: number;
  };
  /** `undefined` for the local stack: setup does not write its settings. */
  settingsPath: string | undefined;
  /** The deployed stage, if any. Throws StackNotRunning. */
  findCloud(): Promise<Cloud | undefined>;
  /** `undefined` if there is no stack, and for the local stack. */
  findStack(): Promise<StackState | undefined>;
};
