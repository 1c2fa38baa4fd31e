import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireProviders, type Secrets } from "../lib/config/secrets/secrets.ts";
import { completeSettings } from "../lib/config/settings/complete-settings.ts";
import type { Settings, SettingsFile } from "../lib/config/settings/settings.ts";
import { startEmulators } from "./aws/emulators.ts";
import type { LocalQueue } from "./aws/queues.ts";
import { LOCAL_CREDENTIALS, makeServices, REGION } from "./aws/services.ts";
import { startScheduler } from "./aws/start-scheduler.ts";
import { SHOP_FILES, SHOP_PATH } from "./chatsby/shop-files.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "./demo.ts";
import { withFakes, writeSettings } from "./effective-settings.ts";
import type { Hooks } from "./hooks.ts";
import { startFront } from "./http/front.ts";
import { keptClock } from "./kept-clock.ts";
import { keepLog } from "./kept-log.ts";
import { NO_BUILDS, startBuilds } from "./lambda/builds.ts";
import { environmentsOf } from "./lambda/environments.ts";
import { AT_ONCE, type Functions, startFunctions, startPollers } from "./lambda/functions.ts";
import { RETURN_AFTER_KILL_SECONDS } from "./limits.ts";
import { answerDailyCheck, answerLocally } from "./local-routes.ts";
import { startOutside } from "./outside.ts";
import { refusal } from "./page/guard.ts";
import { pageDoor } from "./page-door.ts";
import { registerWebhooks } from "./register-webhooks.ts";
import { giveToken } from "./sign-in/give-token.ts";
import type { LocalStack, StackOptions } from "./stack-options.ts";
import { lockState, type StateLock } from "./state-lock.ts";
import { eventSourcePlans, functionPlans } from "./template/functions.ts";
import { localTemplate } from "./template/local-template.ts";
import { routesOf } from "./template/routes.ts";
import { synthesizedStack } from "./template/synthesize.ts";

type Stop = () => unknown;

/** A worker that fails on purpose is given up within seconds; in AWS after 200 receives. */
const RECEIVES_WHEN_FAILING = 3;
const RETURN_AFTER_FAILURE_SECONDS = 1;

async function stopAll(stops: Stop[]): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
}

async function lockedFolder(folder: string, stops: Stop[]): Promise<StateLock> {
  await mkdir(folder, { recursive: true });
  const lock = lockState(folder);
  stops.push(lock.release);
  return lock;
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
  const hooks: Hooks = {};
  const folder = await mkdtemp(join(tmpdir(), "chatsby-whatsapp-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const lock = options.stateDir === undefined ? undefined : await lockedFolder(options.stateDir, stops);
  const clock = keptClock(options.stateDir);
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
  const { secret, bus, sns, files, cognito, fakes, engines, relay, currentSecrets } = await startOutside(
    {
      settings,
      file,
      secrets,
      accounts: options.accounts,
      clock,
      hooks,
      onMail: options.onMail,
      template,
      stateDir,
      region,
      onAwsCall: options.onAwsCall,
    },
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
    engines,
    hooks,
    cognito,
    table: { endpoint: endpoints.dynamodb, region, credentials, name: template.outputs().TableName ?? "" },
    stateDir,
    workerDone: async () => functions?.done("worker"),
    killWorker: () => kill("worker", RETURN_AFTER_KILL_SECONDS),
    workerFails: async (on) => {
      await aws.deadLetters.giveUpAfter(on ? RECEIVES_WHEN_FAILING : undefined);
      fails("worker", on ? RETURN_AFTER_FAILURE_SECONDS : undefined);
    },
    deadLetters: aws.deadLetters,
    hurryQueues: pollers.hurry,
  }));
  // While the functions are being built nobody waits for it.
  if (options.page) door.preload();
  const emulators = await emulating;
  const { endpoints } = emulators;
  const aws = await makeServices({ emulators, region, credentials, template, queues, limits });
  stops.push(aws.stop);
  await built;
  const scheduler = await startScheduler({ template, clock, aws, stateDir });
  stops.push(() => scheduler.stop());

  const effective = withFakes(settings, file, {
    meta: meta.url,
    twilio: twilio.url,
    chatsby: chatsby.url,
    openAi: engines.openAi.url,
  });
  await writeSettings(folder, effective, relay?.url);

  const { logs, log } = keepLog(clock, hooks, options.onLog);
  const deployment = () => ({
    aheadMs: clock.offset,
    outputs: template.outputs,
    settings: effective,
    endpoints: { sqs: endpoints.sqs, secrets: secret.url, cognito: cognito.url },
    region,
    logs,
  });
  // The functions must know the port, so the front starts first; nobody knows of it yet.
  let functions: Functions | undefined;
  const checkDaily = async () => functions?.invoke("daily-check", {});
  const front = await startFront({
    port: options.port ?? 0,
    routes: routesOf(template),
    clock,
    // They sign by their own clocks.
    staff: { credentials: LOCAL_CREDENTIALS, region: REGION, clock: { now: Date.now } },
    local: (request) =>
      (/^\/(inbox\/)?local\//.test(request.path)
        ? (refusal(request) ??
          answerLocally(request, deployment()) ??
          answerDailyCheck(request, checkDaily) ??
          giveToken(request, cognito))
        : undefined) ?? door.local(request),
    watch: (request) => hooks.watch?.("front", request),
    publicUrl: settings.publicUrl,
    invoke: async (name, event, requestId) => functions?.invoke(name, event, requestId),
  });
  stops.push(front.stop);
  const url = `http://localhost:${front.port}`;
  if (chatsby.shopFiles === SHOP_FILES) chatsby.shopFiles = `${url}${SHOP_PATH}`;
  const services = {
    ...endpoints,
    secrets: secret.url,
    events: bus.url,
    sns: sns.url,
    scheduler: scheduler.url,
    cognito: cognito.url,
  };
  const environment = await environmentsOf(
    {
      urls: services,
      signInUrl: cognito.url,
      media: engines.awsMedia,
      filesUrl: files.url,
      region,
      folder,
      credentials,
      onAwsCall: options.onAwsCall,
    },
    stops,
  );
  functions = startFunctions({
    bundles,
    builds,
    plans: functionPlans(template),
    environment,
    limits,
    log,
    onInvoked: options.onInvoked,
    clock: clock.shared,
    ahead: options.ahead ?? true,
    atOnce: options.atOnce,
  });
  stops.push(functions.stop);

  registerWebhooks(fakes, { settings, secrets, outputs: template.outputs(), url, frontUrl: front.url });
  const pollers = startPollers({
    functions,
    sources: eventSourcePlans(template),
    aws,
    region,
    log,
    atOnce: options.atOnce,
  });
  stops.push(pollers.stop);
  const { kill, fails, usage } = functions;

  stops.push(door.stop);
  if (options.page) await door.open();

  lock?.answersAt(url);
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
    ...engines,
    events: bus.kept,
    mails: sns.mails,
    sns,
    cognito,
    files,
    scheduler,
    clock,
    logs,
    queueDepths: aws.depths,
    hurryQueues: pollers.hurry,
    invocations: functions.invocations,
    checkDaily,
    kill,
    usage,
    stop: () => {
      stopping ??= stopAll(stops);
      return stopping;
    },
  };
}
