import type { CloudWatchLogsClient, FilterLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Io } from "../io.ts";
import { type Place, placeSettings } from "./clients.ts";
import type { LogLine, LogQuery } from "./cloud.ts";
import type { StackResource } from "./stack-resources.ts";

/**
 * By the end of the log group's logical id. Longest first: `LeadWebhookLogs` also ends with `WebhookLogs`.
 */
const FUNCTIONS: readonly (readonly [id: string, name: string])[] = [
  ["AgentActions", "agent-actions"],
  ["LeadWebhook", "lead-webhook"],
  ["DailyCheck", "daily-check"],
  ["Delivery", "delivery"],
  ["Inbox", "inbox"],
  ["Operator", "operator"],
  ["Webhook", "webhook"],
  ["Worker", "worker"],
];
const MAX_LINES = 10_000;
/**
 * Between any two calls. Some regions, Frankfurt among them, allow 5 a second for the whole account; others
 * allow 10.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const MIN_GAP_MS = 400;

type Group = { name: string; function: string };

/**
 * A question mark before each term means: any of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function patternOf(containing: LogQuery["containing"]): string {
  const terms = [containing].flat().map((term) => `"${term.replaceAll('"', "")}"`);
  return terms.length === 1 ? (terms[0] ?? "") : terms.map((term) => `?${term}`).join(" ");
}

/** CDK ends a logical id with eight hexadecimal digits. */
export function logGroupsOf(resources: readonly StackResource[]): Group[] {
  return resources.flatMap(({ type, id, name }) => {
    if (type !== "AWS::Logs::LogGroup") return [];
    const owner = FUNCTIONS.find(([each]) => id.replace(/[0-9A-F]{8}$/, "").endsWith(`${each}Logs`));
    return owner ? [{ name, function: owner[1] }] : [];
  });
}

function parsed(message: string): Record<string, unknown> {
  try {
    return JSON.parse(message);
  } catch {
    return { message };
  }
}

function pacer({ clock, sleep }: Pick<Io, "clock" | "sleep">) {
  let freeAt = 0;
  return async () => {
    const waitMs = Math.max(0, freeAt - clock.now());
    freeAt = clock.now() + waitMs + MIN_GAP_MS;
    if (waitMs > 0) await sleep(waitMs);
  };
}

async function pacedClient(io: Pick<Io, "clock" | "sleep">, place: Place): Promise<CloudWatchLogsClient> {
  const sdk = await import("@aws-sdk/client-cloudwatch-logs");
  const client = awsClient(sdk.CloudWatchLogsClient, "person", placeSettings(place));
  const pace = pacer(io);
  // Inside the SDK's retry loop: retries keep the pace, too.
  client.middlewareStack.add(
    (next) => async (args) => {
      await pace();
      return next(args);
    },
    { step: "finalizeRequest", priority: "low", name: "paceOfSearches" },
  );
  return client;
}

/** The list of log groups is read once. */
export function logSearch(
  io: Pick<Io, "clock" | "sleep">,
  resources: () => Promise<readonly StackResource[]>,
  place: Place = {},
): (query: LogQuery & { pattern?: string }) => Promise<LogLine[]> {
  let client: Promise<CloudWatchLogsClient> | undefined;

  return async ({ containing, pattern, functions, since, until }) => {
    const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
    client ??= pacedClient(io, place);
    const lines: LogLine[] = [];
    const groups = logGroupsOf(await resources()).filter(
      (each) => functions === undefined || functions.includes(each.function),
    );
    for (const group of groups) {
      const pages: AsyncIterable<FilterLogEventsCommandOutput> = paginateFilterLogEvents(
        { client: await client },
        {
          logGroupName: group.name,
          startTime: since,
          ...omitUndefined({ endTime: until }),
          filterPattern: pattern ?? patternOf(containing),
        },
      );
      for await (const { events = [] } of pages) {
        for (const { timestamp = 0, message = "" } of events)
          lines.push({ at: timestamp, function: group.function, fields: parsed(message) });
        if (lines.length >= MAX_LINES) break;
      }
    }
    return lines.toSorted((one, other) => one.at - other.at);
  };
}
