import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleFunctions } from "../../infra/bundles/bundle.ts";
import { timeouts } from "../config/limits.ts";
import { requireProviders, type Secrets } from "../config/secrets.ts";
import type { Settings, SettingsFile } from "../config/settings.ts";
import { EventsEndpoint, type KeptEvent } from "./aws/events-endpoint.ts";
import type { Endpoints } from "./aws/emulators.ts";
import { SecretsEndpoint } from "./aws/secrets-endpoint.ts";
import { type AwsServices, type Credentials, LOCAL_CREDENTIALS, type QueueDepths, REGION, startServices } from "./aws/services.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "./demo.ts";
import { completeSettings, withFakes } from "./effective-settings.ts";
import { type Fakes, makeFakes } from "./fakes.ts";
import { startFront } from "./http/front.ts";
import type { Service } from "./http/service.ts";
import { environmentOf, SECRET_ID } from "./lambda/environment.ts";
import { type FunctionPool, startPool } from "./lambda/pool.ts";
import { startPoller } from "./lambda/poller.ts";
import { type LogLine, readLogLine } from "./log-lines.ts";

/** Instances of each function at most. */
const MOST = { webhook: 4, worker: 3, delivery: 1 } as const;
export type FunctionName = keyof typeof MOST;

/** How long a stop waits for what is running; the rest comes back after its visibility timeout or at the next start. */
const STOP_WITHIN = 3_000;

export type StackOptions = {
  /** 0 or none = any free one. */
  port?: number;
  /** As in `infra/settings`; servers that it names are used instead of the fakes. Default: the demo's. */
  settings?: SettingsFile;
  secrets?: Secrets;
  /** What waits is kept there; default: memory. */
  stateDir?: string;
  /** Folder of `<function>/index.mjs`. Default: built now, into a temporary folder. */
  bundles?: string;
  /** Services to use instead of starting our own. */
  endpoints?: Partial<Endpoints>;
  credentials?: Credentials;
  region?: string;
  /** Seconds to use instead of those that follow from the settings, so that a test need not wait for them. */
  limits?: Partial<ReturnType<typeof timeouts>>;
  onLog?(line: LogLine): void;
  /** Faults and delays of the fakes, set before the first webhook can arrive. */
  prepare?(fakes: Fakes): void;
};

export type LocalStack = Fakes & {
  /** What providers call: `http://localhost:<port>`. */
  url: string;
  port: number;
  settings: Settings;
  endpoints: Endpoints;
  /** Its `value` may be changed, as in a rotation; the fakes use the same secrets. */
  secret: SecretsEndpoint;
  /** What was put on the event bus. */
  events: readonly KeptEvent[];
  /** All lines of all functions. */
  logs: readonly LogLine[];
  queueDepths(): Promise<QueueDepths>;
  /** Ends all instances of a function in the middle of what they do; gives their number. */
  kill(name: FunctionName): Promise<number>;
  /** Clean end; repeating it changes nothing. */
  stop(): Promise<void>;
};

type Stop = () => unknown;

/** What was started last ends first. */
async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
}

/** The whole system on this machine. Throws ConfigurationError for bad settings or secrets, and Node's own error when the port is taken. */
export async function startStack(options: StackOptions = {}): Promise<LocalStack> {
  const file = options.settings ?? DEMO_SETTINGS;
  const settings = completeSettings(file, "the settings");
  const secrets = options.secrets ?? DEMO_SECRETS;
  requireProviders(secrets, new Set(settings.numbers.map(({ provider }) => provider)));

  const stops: Stop[] = [];
  try {
    return await start(options, file, settings, secrets, stops);
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}

async function start(options: StackOptions, file: SettingsFile, settings: Settings, secrets: Secrets, stops: Stop[]): Promise<LocalStack> {
  const clock = { now: Date.now };
  const folder = await mkdtemp(join(tmpdir(), "chatsby-whatsapp-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  if (options.stateDir) await mkdir(options.stateDir, { recursive: true });

  const secret = new SecretsEndpoint(SECRET_ID, JSON.stringify(secrets));
  const bus = new EventsEndpoint();
  const { meta, twilio, chatsby } = makeFakes(settings, () => JSON.parse(secret.value ?? "{}"), clock);
  for (const service of [secret, bus, chatsby, twilio, meta]) {
    await service.start();
    stops.push(() => service.stop());
  }
  options.prepare?.({ meta, twilio, chatsby });

  const limits = { ...timeouts(settings), ...options.limits };
  const { region = REGION, credentials = LOCAL_CREDENTIALS, endpoints: given = {}, stateDir } = options;
  const [aws, bundles] = await Promise.all([
    startServices({ given, folder: stateDir, region, credentials, limits }),
    options.bundles ?? bundleFunctions({ names: Object.keys(MOST), outdir: join(folder, "functions") }).then(() => join(folder, "functions")),
  ]);
  stops.push(aws.stop);

  const effective = withFakes(settings, file, { meta: meta.url, twilio: twilio.url, chatsby: chatsby.url });
  const settingsPath = join(folder, "settings.json");
  await writeFile(settingsPath, JSON.stringify(effective, undefined, 2));

  const logs: LogLine[] = [];
  // The functions need to know the port before they can answer on it.
  const pools = new Map<FunctionName, FunctionPool>();
  const poolOf = (name: FunctionName): FunctionPool => pools.get(name) ?? unknown(name);
  const log = (line: LogLine) => {
    logs.push(line);
    options.onLog?.(line);
  };
  const invoke = (name: FunctionName, event: unknown, requestId?: string) =>
    poolOf(name)
      .invoke(event, requestId)
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : "unknown";
        log({ function: name, text: why, level: "ERROR", code: "function.failed", facts: { why } });
        throw error;
      });
  const front: Service = await startFront({
    port: options.port ?? 0,
    clock,
    invoke: (event, requestId) => invoke("webhook", event, requestId),
  });
  const url = `http://localhost:${front.port}`;
  const environment = environmentOf({ aws, secretsUrl: secret.url, eventsUrl: bus.url, settingsPath, publicUrl: url, region, credentials, folder });
  for (const name of ["webhook", "worker", "delivery"] as const) {
    const pool = startPool({
      name,
      entry: pathToFileURL(join(bundles, name, "index.mjs")).href,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: name, AWS_LAMBDA_FUNCTION_NAME: name },
      timeoutSeconds: limits[name],
      most: MOST[name],
      onLine: (text) => log(readLogLine(name, text)),
    });
    pools.set(name, pool);
    stops.push(pool.stop);
  }
  stops.push(front.stop);

  meta.webhookUrl = `${front.url}/webhooks/meta`;
  // Twilio signs the URL that it calls, so it must call the public one.
  twilio.webhookUrl = `${url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`;

  const onTrouble = (error: unknown) => {
    const why = error instanceof Error ? error.name : "unknown";
    log({ function: "poller", text: why, level: "ERROR", code: "queue.unreadable", facts: { why } });
  };
  const poller = (queue: AwsServices["turns"], name: FunctionName) =>
    startPoller({ client: aws.sqs, queue, parallel: MOST[name], region, onTrouble, invoke: (event) => invoke(name, event) });
  const pollers = [poller(aws.turns, "worker"), poller(aws.deliveries, "delivery")];
  stops.push(async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_WITHIN);
    });
    await Promise.race([Promise.all(pollers.map((each) => each.stop())), late]);
    clearTimeout(timer);
  });

  let stopping: Promise<void> | undefined;
  return {
    url,
    port: front.port,
    settings: effective,
    endpoints: aws.endpoints,
    secret,
    meta,
    twilio,
    chatsby,
    events: bus.kept,
    logs,
    queueDepths: aws.depths,
    kill: (name) => poolOf(name).kill(),
    stop: () => {
      stopping ??= stopAll(stops);
      return stopping;
    },
  };
}

function unknown(name: string): never {
  throw new Error(`the function ${name} has not been started yet`);
}
