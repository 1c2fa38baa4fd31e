import type { Emulator } from "./emulator.ts";
import type { Lambda } from "./lambda.ts";
import type { Outside } from "./outside.ts";
import type { Project } from "./project.ts";
import type { StackReader } from "./stack.ts";

export const STAGE = "emulated";

export type World = {
  emulator: Emulator;
  project: Project;
  outside: Outside;
  lambda: Lambda;
  stack: StackReader;
};

/** Builds on the steps before it, and throws when something is wrong. */
export type Step = { title: string; run(world: World): Promise<void> };
