import { spawn } from "node:child_process";
import type { StackState } from "../cloud/stack.ts";
import { stackTrouble } from "../cloud/stack.ts";
import { CliProblem, EXIT } from "../problem.ts";

/** `unasked`: CDK asks no questions either, for example about permission changes. */
export const deployCommand = (stage: string, unasked = false): readonly [string, ...string[]] => [
  "npx",
  "cdk",
  "deploy",
  "-c",
  `stage=${stage}`,
  ...(unasked ? ["--require-approval", "never"] : []),
];

/** Resolves with the exit code. */
export const runInTerminal = ([command, ...args]: readonly [string, ...string[]]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", shell: process.platform === "win32" });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });

/** Throws CliProblem on failure, with the stack's own reason. */
export async function deploy(
  stage: string,
  {
    unasked,
    run,
    state,
  }: {
    unasked: boolean;
    run(command: readonly [string, ...string[]]): Promise<number>;
    state(): Promise<StackState | undefined>;
  },
): Promise<void> {
  const command = deployCommand(stage, unasked);
  const code = await run([...command]);
  if (code === 0) return;
  const found = await state();
  const trouble = found && stackTrouble(found);
  throw new CliProblem(
    EXIT.failed,
    `The deploy failed (\`${command.join(" ")}\` gave ${code}); its output is above.`,
    [
      ...(trouble ? [trouble.what, trouble.fix] : []),
      "Prepare a new account once: `npx cdk bootstrap`. No credentials: `aws sso login`, AWS_PROFILE, AWS_REGION.",
      "docs/deploying.md lists what CDK and AWS say when a deploy fails, and what to do.",
      "Then run setup again: it skips what is already done.",
    ],
  );
}
