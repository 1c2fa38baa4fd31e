import type { Emulator } from "./emulator.ts";
import type { Lambda } from "./lambda.ts";
import type { Outside } from "./outside.ts";
import type { Project } from "./project.ts";
import type { StackReader } from "./stack.ts";

export const STAGE = "emulated";

/** All that a step needs. */
export type World = {
  emulator: Emulator;
  project: Project;
  outside: Outside;
  lambda: Lambda;
  stack: StackReader;
};

/** A part of the run. It builds on those before it, and throws when something is not as it should be. */
export type Step = { title: string; run(world: World): Promise<void> };
