import { isLocal, required, type Where } from "../api-url.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Cloud, stackName } from "./cloud.ts";
import { localCloud } from "./local-cloud.ts";
import { sdkCloud } from "./sdk-cloud.ts";
import { runningOutputs } from "./stack.ts";

/** The local stack if `--url` or WA_URL name one, else the stack of `--stage`. Throws StackNotRunning. */
export async function openCloud(
  { url, stage }: Where,
  io: Pick<Io, "env" | "fetch" | "clock" | "sleep" | "credentials" | "stackState">,
): Promise<Cloud> {
  const given = URL.parse(url ?? (stage === undefined ? (io.env.WA_URL ?? "") : ""));
  if (given && isLocal(given)) return localCloud(given, io);
  if (given && stage === undefined)
    throw new CliProblem(
      EXIT.usage,
      "This command looks into the AWS account, so it needs the stage's name: --stage NAME instead of a URL.",
    );
  const found = required(stage);
  const stack = await io.stackState(stackName(found));
  const outputs = runningOutputs(stack);
  if (stack && outputs) return { ...sdkCloud(found, outputs, io), stack };
  throw new CliProblem(
    EXIT.unreachable,
    `There is no stack ${stackName(found)} in this AWS account and region. Name the stage with --stage, the region with AWS_REGION, or deploy it: npm run wa -- setup`,
  );
}
