import { spawn } from "node:child_process";
import { CliProblem, EXIT } from "../problem.ts";

export const deployCommand = (stage: string) => ["npx", "cdk", "deploy", "-c", `stage=${stage}`] as const;

/** Runs a command in this terminal, so that its own progress and questions are seen. Resolves with its exit code. */
export const runInTerminal = ([command, ...args]: readonly [string, ...string[]]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", shell: process.platform === "win32" });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });

/** Throws CliProblem when it did not end well. */
export async function deploy(stage: string, run: (command: readonly [string, ...string[]]) => Promise<number>): Promise<void> {
  const command = deployCommand(stage);
  const code = await run([...command]);
  if (code === 0) return;
  throw new CliProblem(EXIT.failed, `The deploy did not end well (\`${command.join(" ")}\` gave ${code}); what it said stands above.`, [
    "A new account must be prepared once: `npx cdk bootstrap`. No credentials: `aws sso login`, AWS_PROFILE, AWS_REGION.",
    "Then run setup again: what is done already is not asked again.",
  ]);
}
