import type { Io } from "./io.ts";
import { CliProblem, EXIT } from "./problem.ts";

export type Where = { url?: string; stage?: string };

/** The local stack checks the signature with fixed credentials. */
export const isLocal = (url: URL) => ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);

function parsed(text: string): URL {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal(url))))
    throw new CliProblem(
      EXIT.usage,
      "The URL of the API must begin with https:// (or http://localhost for the local stack).",
    );
  return url;
}

export function required(stage: string | undefined): string {
  if (stage !== undefined) return stage;
  throw new CliProblem(EXIT.usage, "Name the stage with --stage.");
}

/** `--url`, else WA_URL, else the output of the stage's stack. Without a trailing slash. */
export async function findApi({ url, stage }: Where, io: Pick<Io, "env" | "stackOutputs">): Promise<URL> {
  // An explicit --stage takes precedence over WA_URL.
  const given = url ?? (stage === undefined ? io.env.WA_URL : undefined);
  if (given) return parsed(given.replace(/\/+$/, ""));
  const stack = `ChatsbyWhatsapp-${required(stage)}`;
  const outputs = await io.stackOutputs(stack);
  const found = outputs?.ApiUrl;
  if (found) return parsed(found.replace(/\/+$/, ""));
  throw new CliProblem(
    EXIT.unreachable,
    outputs
      ? `The stack ${stack} has no output ApiUrl: deploy it again.`
      : `There is no stack ${stack} in this AWS account and region. Name the stage with --stage, the region with AWS_REGION, or the API itself with --url or WA_URL.`,
  );
}

export function regionOf(url: URL, env: Io["env"]): string {
  if (isLocal(url)) return "us-east-1";
  const region =
    /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(url.hostname)?.[1] ??
    env.AWS_REGION ??
    env.AWS_DEFAULT_REGION;
  if (!region) throw new CliProblem(EXIT.usage, `Set AWS_REGION to the region of ${url.hostname}.`);
  return region;
}
