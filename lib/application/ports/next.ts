import type { CommandResult } from "./command-result.ts";
import type { Engine } from "./engine.ts";

/**
 * `next`: the following step goes on with this situation. `reload`: the step has written something from which
 * more follows, so all steps begin again. Everything else ends the command.
 */
export type Next<Situation> = { kind: "next"; at: Situation } | { kind: "reload" } | CommandResult;

export const RELOAD: Next<never> = { kind: "reload" };

export const next = <Situation>(at: Situation): Next<Situation> => ({ kind: "next", at });

export type Step<Situation> = (engine: Engine, at: Situation) => Promise<Next<Situation>>;
