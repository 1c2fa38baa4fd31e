import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { DeadLetters } from "../aws/dead-letters.ts";
import type { Credentials } from "../aws/services.ts";
import type { MovableClock } from "../clock.ts";
import type { Fakes } from "../fakes.ts";
import type { Hooks } from "../hooks.ts";
import type { Fault } from "../http/faults.ts";
import type { Engines } from "../media/engines.ts";
import type { CognitoEndpoint } from "../sign-in/cognito-endpoint.ts";

/** The built-in agent, or the relay to another. */
type BreakableAgent = { delayMs: number; readonly faults: { always(fault: Fault | undefined): void } };

export type PageParts = {
  url: string;
  clock: MovableClock;
  settings: Settings;
  secrets(): Secrets;
  fakes: Fakes;
  agent: BreakableAgent;
  engines: Engines;
  hooks: Hooks;
  cognito: Pick<CognitoEndpoint, "url" | "staff">;
  table: { endpoint: string; region: string; credentials: Credentials; name: string };
  stateDir: string | undefined;
  workerDone(): Promise<void>;
  /** The result is the number of instances. */
  killWorker(): Promise<number>;
  /** Every start of the worker fails, and its messages are soon given up. */
  workerFails(on: boolean): Promise<void>;
  /** Of the queue of turns. */
  deadLetters: Pick<DeadLetters, "count" | "redrive">;
  /** Has what waits in the queues for its next attempt looked at now. */
  hurryQueues(): Promise<void>;
};
