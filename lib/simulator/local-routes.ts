import type { Settings } from "../config/settings.ts";
import type { LocalQueue } from "./aws/queues.ts";
import { type Answer, json, type ServiceRequest } from "./http/service.ts";
import { SECRET_ID } from "./lambda/environment.ts";
import type { KeptLine } from "./log-lines.ts";

/** What the operator's commands ask AWS for a deployed stage. */
type Deployment = {
  url: string;
  settings: Settings;
  queues: Record<"Turns" | "Deliveries" | "Leads", { queue: LocalQueue; deadLetters: LocalQueue }>;
  endpoints: { sqs: string; secrets: string };
  region: string;
  logs: readonly KeptLine[];
};

const outputsOf = ({ url, queues }: Deployment): Record<string, string> => ({
  ApiUrl: url,
  MetaWebhookUrl: `${url}/webhooks/meta`,
  TwilioWebhookUrl: `${url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`,
  SecretName: SECRET_ID,
  ...Object.fromEntries(
    Object.entries(queues).flatMap(([name, { queue, deadLetters }]) => [
      [`${name}QueueUrl`, queue.url],
      [`${name}DeadLettersUrl`, deadLetters.url],
    ]),
  ),
});

/** Tells the operator's commands where everything is, and what the functions wrote. Only on this machine: a deployed API has no such routes. */
export function answerLocally({ method, path, query }: ServiceRequest, deployment: Deployment): Answer | undefined {
  if (method !== "GET") return undefined;
  if (path === "/local/deployment") {
    const { settings, endpoints, region } = deployment;
    return json(200, { outputs: outputsOf(deployment), settings, endpoints, region, secretId: SECRET_ID });
  }
  if (path !== "/local/logs") return undefined;
  const since = Number(query.get("since") ?? 0);
  return json(200, {
    lines: deployment.logs.filter(({ at }) => at >= since).map(({ at, function: name, text }) => ({ at, function: name, text })),
  });
}
