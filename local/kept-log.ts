import type { Clock } from "../lib/application/ports/ports.ts";
import type { Hooks } from "./hooks.ts";
import type { KeptLine, LogLine } from "./log-lines.ts";

/** More would fill the memory of a stack that runs for days. */
const MAX_LINES = 100_000;

/** The lines of all functions, as they come. */
export function keepLog(clock: Clock, hooks: Hooks, onLog: ((line: LogLine) => void) | undefined) {
  const logs: KeptLine[] = [];
  const log = (line: LogLine) => {
    logs.push({ ...line, at: clock.now() });
    if (logs.length > MAX_LINES) logs.splice(0, MAX_LINES / 10);
    onLog?.(line);
    hooks.log?.(line);
  };
  return { logs: logs as readonly KeptLine[], log };
}
