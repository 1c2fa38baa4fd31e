import * as z from "zod/mini";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Place, secretClient } from "./clients.ts";
import { type Cloud, type LogLine, queueUrls } from "./cloud.ts";
import { crashIn, WATCHED_FUNCTIONS } from "./crash-lines.ts";
import { metricIn } from "./emf.ts";
import { oldestIn } from "./oldest-local.ts";
import { queueClient } from "./queues.ts";
import { signInClient } from "./sign-in.ts";

const deployment = z.object({
  outputs: z.record(z.string(), z.string()),
  settings: z.unknown(),
  endpoints: z.object({ sqs: z.string(), secrets: z.string(), cognito: z.string() }),
  region: z.string(),
  aheadMs: z._default(z.number(), 0),
});
const logs = z.object({
  lines: z.array(z.object({ at: z.number(), function: z.string(), text: z.string() })),
});

const OLD = "Is a stack of this version running there? Start it with `npm start`.";

async function get<Schema extends z.core.$ZodType>(
  io: Pick<Io, "fetch">,
  url: URL,
  schema: Schema,
): Promise<z.output<Schema>> {
  const response = await io.fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!response) throw new CliProblem(EXIT.unreachable, `Nothing answers at ${url.origin}.`, [OLD]);
  const read = z.safeParse(schema, response.ok ? await response.json().catch(() => undefined) : undefined);
  if (!read.success) throw new CliProblem(EXIT.failed, `${url.origin} is not a local stack.`, [OLD]);
  return read.data;
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

/** The stack of `npm start`, read through its local HTTP API. */
export async function localCloud(base: URL, io: Pick<Io, "fetch" | "clock">): Promise<Cloud> {
  const { outputs, settings, endpoints, region, aheadMs } = await get(
    io,
    new URL("/local/deployment", base),
    deployment,
  );
  const place = (endpoint: string): Place => ({
    endpoint,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const queues = queueClient(place(endpoints.sqs));
  const lines = async (since: number): Promise<LogLine[]> => {
    const url = new URL("/local/logs", base);
    url.searchParams.set("since", String(since));
    const { lines: found } = await get(io, url, logs);
    return found.map(({ at, function: name, text }) => ({ at, function: name, fields: fieldsOf(text) }));
  };

  return {
    stage: "local",
    local: true,
    aheadMs,
    outputs,
    settings: parseConfiguration(settingsSchema, JSON.stringify(settings), "the local stack's settings"),
    secret: secretClient(place(endpoints.secrets), outputs.SecretName ?? ""),
    signIn: signInClient(place(endpoints.cognito), outputs),
    async queue(name) {
      const urls = queueUrls(outputs, name);
      return urls && { queue: await queues.state(urls.queue), deadLetters: await queues.state(urls.dead) };
    },
    deadLetters(name) {
      const urls = queueUrls(outputs, name);
      return urls && queues.deadLetters(urls.dead, urls.queue);
    },
    async oldestSeconds(name) {
      const urls = queueUrls(outputs, name);
      return urls && (await oldestIn(io, endpoints.sqs, urls.queue));
    },
    async crashes(since, until) {
      const crashed = (await lines(since)).filter((line) => line.at < until && crashIn(line));
      return WATCHED_FUNCTIONS.flatMap((name) => {
        const count = crashed.filter((line) => line.function === name).length;
        return count > 0 ? [{ function: name, count }] : [];
      });
    },
    crashLines: async (since) =>
      (await lines(since)).filter((line) => line.function === "worker" && crashIn(line)),
    metric: async (query) =>
      metricIn(
        (await lines(query.since)).map(({ fields }) => fields),
        query,
      ),
    logs: async ({ containing, functions, since, until = Number.POSITIVE_INFINITY }) =>
      (await lines(since)).filter(
        ({ at, fields, function: name }) =>
          at < until &&
          (functions?.includes(name) ?? true) &&
          [containing].flat().some((text) => JSON.stringify(fields).includes(text)),
      ),
    alarms: async () => [],
    subscribers: async () => [],
  };
}
