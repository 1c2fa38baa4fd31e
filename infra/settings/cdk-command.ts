import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** npm, a shell and our launcher may stand between CDK and the app. */
const MAX_ANCESTORS = 8;
const TIMEOUT_MS = 2_000;

const CDK = /(?:^|[\s/])cdk(?:\.js)?\s+(.*)$/;
const COMMAND = /^(?:bootstrap|deploy|destroy|diff|import|list|ls|rollback|synth|synthesize|watch)$/;

/** `deploy` of `node …/cdk -c stage=prod deploy`. */
export function cdkCommandIn(commandLine: string): string | undefined {
  const words = CDK.exec(commandLine)?.[1]?.split(/\s+/);
  return words?.find((word) => COMMAND.test(word));
}

async function look(pid: number): Promise<{ parent: number; commandLine: string }> {
  const { stdout } = await run("ps", ["-ww", "-o", "ppid=", "-o", "args=", "-p", String(pid)], {
    timeout: TIMEOUT_MS,
  });
  const [, parent = "0", commandLine = ""] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? [];
  return { parent: Number(parent), commandLine };
}

/** CDK does not tell the app its command. `undefined` where it cannot be found out, as on Windows. */
export async function cdkCommand(pid = process.ppid, lookAt = look): Promise<string | undefined> {
  try {
    for (let [count, next] = [0, pid]; count < MAX_ANCESTORS && next > 1; count += 1) {
      const { parent, commandLine } = await lookAt(next);
      const command = cdkCommandIn(commandLine);
      if (command !== undefined) return command;
      next = parent;
    }
  } catch {
    // Without `ps` nobody needs to know.
  }
  return undefined;
}
