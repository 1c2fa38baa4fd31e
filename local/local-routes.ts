import type { Settings } from "../lib/config/settings/settings.ts";
import { type Answer, json, type ServiceRequest } from "./http/service.ts";
import type { KeptLine } from "./log-lines.ts";

/** What the operator's commands get from AWS for a deployed stage. */
type Deployment = {
  outputs(): Readonly<Record<string, string>>;
  settings: Settings;
  endpoints: { sqs: string; secrets: string; cognito: string };
  region: string;
  /** How far the stack's clock was moved. */
  aheadMs: number;
  logs: readonly KeptLine[];
};

/** Makes the daily check now. */
export function answerDailyCheck(
  { method, path }: ServiceRequest,
  checkDaily: () => Promise<unknown>,
): Promise<Answer> | undefined {
  if (method !== "POST" || path !== "/local/daily-check") return undefined;
  return checkDaily().then(
    (summary) => json(200, summary),
    (error: unknown) => json(502, { error: error instanceof Error ? error.message : "unknown" }),
  );
}

/** For the operator's commands. Only on this machine: a deployed API has no such routes. */
export function answerLocally(
  { method, path, query }: ServiceRequest,
  deployment: Deployment,
): Answer | undefined {
  if (method !== "GET") return undefined;
  if (path === "/local/deployment") {
    const { outputs, settings, endpoints, region, aheadMs } = deployment;
    return json(200, { outputs: outputs(), settings, endpoints, region, aheadMs });
  }
  if (path !== "/local/logs") return undefined;
  const since = Number(query.get("since") ?? 0);
  return json(200, {
    lines: deployment.logs
      .filter(({ at }) => at >= since)
      .map(({ at, function: name, text }) => ({ at, function: name, text })),
  });
}
