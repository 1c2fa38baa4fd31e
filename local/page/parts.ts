import type { Secrets } from "../../lib/config/secrets.ts";
import type { Settings } from "../../lib/config/settings.ts";
import type { Credentials } from "../aws/services.ts";
import type { MovableClock } from "../clock.ts";
import type { Fakes } from "../fakes.ts";
import type { Hooks } from "../hooks.ts";
import type { Fault } from "../http/faults.ts";

/** An agent that can be slowed down and broken: the built-in one, or the way to another. */
type BreakableAgent = { delayMs: number; readonly faults: { always(fault: Fault | undefined): void } };

/** What the page is given of the stack. */
export type PageParts = {
  /** Of the stack itself. */
  url: string;
  clock: MovableClock;
  /** As the functions have them. */
  settings: Settings;
  secrets(): Secrets;
  fakes: Fakes;
  agent: BreakableAgent;
  hooks: Hooks;
  table: { endpoint: string; region: string; credentials: Credentials; name: string };
  /** What the phone shows is kept there. */
  stateDir: string | undefined;
  /** Resolves when what the worker does now is done. */
  workerDone(): Promise<void>;
  /** Gives how many instances there were. */
  killWorker(): Promise<number>;
};
