import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type Ended = { code: number; text: string };

type RunOptions = { cwd: string; env: Record<string, string>; onLine?(line: string): void };

/** No command takes longer, also on a busy machine, unless it hangs. */
const MAX_MS = 240_000;

/** Still running, each the head of a group. */
const running = new Set<ChildProcess>();

export function startProcess(
  command: string,
  args: readonly string[],
  { cwd, env, onLine }: RunOptions,
): ChildProcess {
  // A group for each: `npx cdk` starts further processes, which must end with it.
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.once("close", () => running.delete(child));
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => onLine?.(line));
  return child;
}

/** Returns both streams as one text. */
export function runProcess(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    options.onLine?.(line);
  };
  return new Promise((resolve, reject) => {
    const child = startProcess(command, args, { ...options, onLine });
    const timer = setTimeout(() => {
      lines.push(`ended after ${MAX_MS / 1_000} s`);
      end(child);
    }, MAX_MS);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, text: lines.join("\n") });
    });
  });
}

function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

export function endProcesses(): void {
  for (const child of running) end(child);
}
