import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SETTINGS_FILE } from "../infra/bundles/stage-code.ts";
import { completeSettings } from "../lib/config/complete-settings.ts";
import type { FunctionName } from "../lib/config/function-names.ts";
import type { timeouts } from "../lib/config/limits.ts";
import { requireProviders, type Secrets } from "../lib/config/secrets.ts";
import type { Settings, SettingsFile } from "../lib/config/settings.ts";
import { type AwsCall, credentialsOf, startRecorders } from "./aws/call-recorder.ts";
import { type Endpoints, startEmulators } from "./aws/emulators.ts";
import type { KeptEvent } from "./aws/events-endpoint.ts";
import { type LocalQueue, sendsTo } from "./aws/queues.ts";
import { SchedulerEndpoint } from "./aws/scheduler-endpoint.ts";
import type { SecretsEndpoint } from "./aws/secrets-endpoint.ts";
import {
  type Credentials,
  LOCAL_CREDENTIALS,
  makeServices,
  type QueueDepths,
  REGION,
} from "./aws/services.ts";
import type { Mail, SnsEndpoint } from "./aws/sns-endpoint.ts";
import { MovableClock } from "./clock.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "./demo.ts";
import { withFakes } from "./effective-settings.ts";
import type { Fakes } from "./fakes.ts";
import type { Hooks } from "./hooks.ts";
import { startFront } from "./http/front.ts";
import { NO_BUILDS, startBuilds } from "./lambda/builds.ts";
import { environmentOf } from "./lambda/environment.ts";
import { AT_ONCE, type Functions, startFunctions, startPollers } from "./lambda/functions.ts";
import { answerLocally } from "./local-routes.ts";
import type { KeptLine, LogLine } from "./log-lines.ts";
import { startOutside } from "./outside.ts";
import { refusal } from "./page/guard.ts";
import { pageDoor } from "./page-door.ts";
import { registerWebhooks } from "./register-webhooks.ts";
import type { CognitoEndpoint } from "./sign-in/cognito-endpoint.ts";
import { giveToken } from "./sign-in/give-token.ts";
import { eventSourcePlans, type FunctionPlan, functionPlans } from "./template/functions.ts";
import { type LocalTemplate, localTemplate } from "./template/local-template.ts";
import { routesOf } from "./template/routes.ts";
import { synthesizedStack } from "./template/synthesize.ts";

export type StackOptions = {
  /** 0 or none: any free one. */
  port?: number;
  /** Servers that it names are used instead of the fakes. Default: the demo's. */
  settings?: SettingsFile;
  secrets?: Secrets;
  /** Default: in memory. */
  stateDir?: string;
  /** Folder of `<function>/index.mjs`. Default: built into a temporary folder. */
  bundles?: string;
  /** Services that are used instead of our own. */
  endpoints?: Partial<Endpoints>;
  credentials?: Credentials;
  region?: string;
  /** Seconds instead of the template's, for tests. */
  limits?: Partial<ReturnType<typeof timeouts>>;
  onLog?(line: LogLine): void;
  /**
   * A function is about to call AWS. Costs a hop per call, and gives each function its own credentials: not
   * together with `credentials`.
   */
  onAwsCall?(call: AwsCall): void;
  onMail?(mail: Mail): void;
  /** The page follows from the beginning; default: from its first opening. */
  page?: boolean;
  /** Runs before the first webhook can arrive. */
  prepare?(fakes: Fakes): void;
};

export type LocalStack = Fakes & {
  /** For providers: `http://localhost:<port>`. */
  url: string;
  port: number;
  settings: Settings;
  template: LocalTemplate;
  endpoints: Endpoints;
  /** Its `value` may be changed, as in a rotation; the fakes use it, too. */
  secret: SecretsEndpoint;
  /** Published on the event bus. */
  events: readonly KeptEvent[];
  mails: readonly Mail[];
  /** `down` makes mails fail. */
  sns: SnsEndpoint;
  /** Its `staff` may sign in to the inbox. */
  cognito: CognitoEndpoint;
  /** Its `schedules` wait for their time, or for `fire`. */
  scheduler: SchedulerEndpoint;
  /** The time of the fakes, the scheduler and the functions; it can be moved. */
  clock: MovableClock;
  logs: readonly KeptLine[];
  queueDepths(): Promise<QueueDepths>;
  /** Also during work. Returns the number of ended instances. */
  kill(name: FunctionName): Promise<number>;
  /** Repeating it changes nothing. */
  stop(): Promise<void>;
};

/** More would fill the memory of a stack that runs for days. */
const MOST_LINES = 100_000;

type Stop = () => unknown;

/**
 * When the queue returns the messages of a killed worker; in AWS: after its visibility timeout of minutes.
 */
const RETURN_AFTER_KILL_SECONDS = 8;

async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
}

/**
 * The whole system on this machine. Throws ConfigurationError for bad settings or secrets, and Node's own
 * error when the port is taken.
 */
export async function startStack(options: StackOptions = {}): Promise<LocalStack> {
  const file = options.settings ?? DEMO_SETTINGS;
  const settings = completeSettings(file, "the settings");
  const secrets = options.secrets ?? DEMO_SECRETS;
  requireProviders(secrets, new Set(settings.numbers.map(({ provider }) => provider)));

  if (options.onAwsCall && options.credentials)
    throw new Error("leave out `credentials`: onAwsCall tells functions apart by their own");
  const stops: Stop[] = [];
  try {
    return await start(options, file, settings, secrets, stops);
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
}

async function start(
  options: StackOptions,
  file: SettingsFile,
  settings: Settings,
  secrets: Secrets,
  stops: Stop[],
): Promise<LocalStack> {
  const clock = new MovableClock();
  const hooks: Hooks = {};
  const folder = await mkdtemp(join(tmpdir(), "chatsby-whatsapp-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  if (options.stateDir) await mkdir(options.stateDir, { recursive: true });
  const {
    region = REGION,
    credentials = LOCAL_CREDENTIALS,
    endpoints: given = {},
    limits = {},
    stateDir,
  } = options;

  // In parallel: all three take a while. A failure is reported once the others have ended, so that nothing is
  // left running.
  const synthesizing = synthesizedStack(settings);
  stops.push(() => synthesizing.catch(() => undefined));
  const bundles = options.bundles ?? join(folder, "functions");
  const builds = options.bundles ? NO_BUILDS : startBuilds(bundles);
  stops.push(builds.settled);
  const built = builds.need(...AT_ONCE);
  built.catch(() => undefined);
  const emulating = startEmulators(given, stateDir);
  emulating.catch(() => undefined);
  stops.push(async () => (await emulating.catch(() => undefined))?.stop());
  const queues = new Map<string, LocalQueue>();
  const template = localTemplate(await synthesizing, {
    region,
    apiUrl: () => url,
    signInUrl: () => cognito.url,
    queue: (id) => queues.get(id),
  });
  const { secret, bus, sns, cognito, fakes, relay, currentSecrets } = await startOutside(
    { settings, file, secrets, clock, hooks, onMail: options.onMail, template, stateDir },
    stops,
  );
  const { meta, twilio, chatsby } = fakes;
  options.prepare?.(fakes);

  const door = pageDoor(() => ({
    url,
    clock,
    settings: effective,
    secrets: currentSecrets,
    fakes,
    agent: relay ?? chatsby,
    hooks,
    table: { endpoint: endpoints.dynamodb, region, credentials, name: template.outputs().TableName ?? "" },
    stateDir,
    workerDone: async () => functions?.done("worker"),
    killWorker: () => kill("worker", RETURN_AFTER_KILL_SECONDS),
  }));
  // While the functions are being built nobody waits for it.
  if (options.page) door.preload();
  const emulators = await emulating;
  const { endpoints } = emulators;
  const aws = await makeServices({ emulators, region, credentials, template, queues, limits });
  stops.push(aws.stop);
  await built;
  const [scheduleGroup] = template.resources("AWS::Scheduler::ScheduleGroup");
  const scheduler = new SchedulerEndpoint({
    group: scheduleGroup?.ref(),
    clock,
    send: sendsTo(aws.sqs, aws.queues),
    file: stateDir && join(stateDir, "schedules.json"),
  });
  await scheduler.start();
  clock.onMove(scheduler.look);
  stops.push(() => scheduler.stop());

  const effective = withFakes(settings, file, { meta: meta.url, twilio: twilio.url, chatsby: chatsby.url });
  await writeFile(
    join(folder, SETTINGS_FILE),
    JSON.stringify(
      relay ? { ...effective, chatsby: { ...effective.chatsby, apiUrl: relay.url } } : effective,
      undefined,
      2,
    ),
  );

  const logs: KeptLine[] = [];
  const log = (line: LogLine) => {
    logs.push({ ...line, at: clock.now() });
    if (logs.length > MOST_LINES) logs.splice(0, MOST_LINES / 10);
    options.onLog?.(line);
    hooks.log?.(line);
  };
  const deployment = () => ({
    outputs: template.outputs,
    settings: effective,
    endpoints: { sqs: endpoints.sqs, secrets: secret.url, cognito: cognito.url },
    region,
    logs,
  });
  // The functions must know the port, so the front starts first; nobody knows of it yet.
  let functions: Functions | undefined;
  const front = await startFront({
    port: options.port ?? 0,
    routes: routesOf(template),
    clock,
    // They sign by their own clocks.
    staff: { credentials: LOCAL_CREDENTIALS, region: REGION, clock: { now: Date.now } },
    local: (request) =>
      (/^\/(inbox\/)?local\//.test(request.path)
        ? (refusal(request) ?? answerLocally(request, deployment()) ?? giveToken(request, cognito))
        : undefined) ?? door.local(request),
    watch: (request) => hooks.watch?.("front", request),
    publicUrl: settings.publicUrl,
    invoke: async (name, event, requestId) => functions?.invoke(name, event, requestId),
  });
  stops.push(front.stop);
  const url = `http://localhost:${front.port}`;
  const services = {
    ...endpoints,
    secrets: secret.url,
    events: bus.url,
    sns: sns.url,
    scheduler: scheduler.url,
    cognito: cognito.url,
  };
  const recorders = options.onAwsCall && (await startRecorders(services, region, options.onAwsCall));
  if (recorders) stops.push(recorders.stop);
  const places = { urls: recorders?.urls ?? services, signInUrl: cognito.url, region, folder };
  const environment = (plan: FunctionPlan) =>
    environmentOf(plan, { ...places, credentials: recorders ? credentialsOf(plan.name) : credentials });
  functions = startFunctions({
    bundles,
    builds,
    plans: functionPlans(template),
    environment,
    limits,
    log,
    clock: clock.shared,
  });
  stops.push(functions.stop);

  registerWebhooks(fakes, { settings, secrets, outputs: template.outputs(), url, frontUrl: front.url });
  stops.push(startPollers({ functions, sources: eventSourcePlans(template), aws, region, log }));
  const { kill } = functions;

  stops.push(door.stop);
  if (options.page) await door.open();

  let stopping: Promise<void> | undefined;
  return {
    url,
    port: front.port,
    settings: effective,
    template,
    endpoints,
    secret,
    meta,
    twilio,
    chatsby,
    events: bus.kept,
    mails: sns.mails,
    sns,
    cognito,
    scheduler,
    clock,
    logs,
    queueDepths: aws.depths,
    kill,
    stop: () => {
      stopping ??= stopAll(stops);
      return stopping;
    },
  };
}
