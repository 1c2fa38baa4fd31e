import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SQS } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { isFunctionName } from "../../lib/config/deployment/function-names.ts";
import { VARIABLES } from "../../lib/config/deployment/variables.ts";
import { type Poller, startPoller } from "../../local/lambda/poller.ts";
import { type FunctionPool, startPool } from "../../local/lambda/pool.ts";
import type { Route } from "../../local/template/routes.ts";
import { deployedCode } from "./deployed-code.ts";
import type { Emulator } from "./emulator.ts";
import { functionLogs } from "./function-logs.ts";
import { type DeployedFunction, deployedApi } from "./lambda-api.ts";
import type { StackReader } from "./stack.ts";

const LOOK_EVERY_MS = 1_000;
const MAX_INSTANCES = 3;

type Running = { deployed: DeployedFunction; pool: FunctionPool };
type Options = { stack: StackReader; python: string; folder: string };

export type Lambda = {
  /** By the name in the logs: webhook, worker … Rejects when the function fails, or is not deployed. */
  invoke(name: string, event: unknown, requestId?: string): Promise<unknown>;
  /** Ends all instances: the next call is a cold start, which reads the secret again. */
  restart(): Promise<void>;
  /** Of the deployed API. */
  readonly routes: readonly Route[];
  /** By the function that received it. */
  received: { name: string; record: SQSRecord }[];
  stop(): Promise<void>;
};

/**
 * Runs the deployed functions with the deployed environment, and feeds them by their event source mappings.
 */
export async function startLambda(emulator: Emulator, { stack, python, folder }: Options): Promise<Lambda> {
  await mkdir(folder, { recursive: true });
  const api = deployedApi(emulator);
  const code = deployedCode(emulator, { stack, python, folder });
  const write = functionLogs(emulator);
  const sqs = awsClient(SQS, "person", emulator.client);
  const received: Lambda["received"] = [];
  let running = new Map<string, Running>();
  let pollers: Poller[] = [];
  const routes: Route[] = [];
  let known = "";

  /** Lambda's own variables, and the addresses of its services here. */
  function environmentOf(deployed: DeployedFunction, task: string): Record<string, string> {
    const { Variables } = deployed.Environment;
    const inTask = Object.entries(Variables).map(([name, value]) => [
      name,
      value.replace(/^\/var\/task\b/, task),
    ]);
    const { PATH: _, HOME: __, ...aws } = emulator.env;
    return {
      ...Object.fromEntries(inTask),
      ...aws,
      TZ: "UTC",
      AWS_LAMBDA_FUNCTION_NAME: deployed.FunctionName,
      [VARIABLES.emulated]: "true",
    };
  }

  function start(deployed: DeployedFunction, task: string, logGroup: string): Running {
    const [module = "index"] = deployed.Handler.split(".");
    const pool = startPool({
      name: deployed.FunctionName,
      entry: pathToFileURL(join(task, `${module}.mjs`)).href,
      environment: environmentOf(deployed, task),
      timeoutSeconds: deployed.Timeout,
      most: MAX_INSTANCES,
      ahead: false,
      onLine: (text) => write(logGroup, text),
    });
    return { deployed, pool };
  }

  async function startPollers(): Promise<Poller[]> {
    const functions = [...running];
    return (await api.mappings()).flatMap(({ EventSourceArn: arn, FunctionArn }) => {
      const found = functions.find(([, { deployed }]) => FunctionArn.startsWith(deployed.FunctionArn));
      if (!found) return [];
      const [name, { pool }] = found;
      const queue = arn.split(":").at(-1) ?? "";
      const invoke = (event: SQSEvent) => {
        for (const record of event.Records) received.push({ name, record });
        return pool.invoke(event);
      };
      const url = `${emulator.url}/${arn.split(":").at(-2)}/${queue}`;
      const [region, onTrouble] = [emulator.client.region, () => undefined];
      return [
        startPoller({
          client: sqs,
          queue: { name: queue, url, arn },
          parallel: 1,
          invoke,
          region,
          onTrouble,
        }),
      ];
    });
  }

  /** API Gateway names the function, or its alias, in the middle of the integration's URI. */
  const deployedRoutes = async () =>
    (await api.routes()).map(({ calls, ...route }): Route => {
      const [name = ""] = [...running].find(([, { deployed }]) => calls.includes(deployed.FunctionArn)) ?? [];
      if (!isFunctionName(name)) throw new Error(`The route ${route.key} leads to no deployed function.`);
      return { ...route, function: name };
    });

  async function stopAll(): Promise<void> {
    const [oldPollers, oldPools] = [pollers, [...running.values()]];
    [pollers, running] = [[], new Map()];
    await Promise.all([...oldPollers.map((each) => each.stop()), ...oldPools.map(({ pool }) => pool.stop())]);
  }

  /** What the old functions have received they still handle. */
  async function drainPollers(): Promise<void> {
    await Promise.all(pollers.splice(0).map((each) => each.drain()));
  }

  /** Takes over a new deploy. While it runs, the old functions go on. */
  async function look(): Promise<void> {
    const status = await stack.status();
    if (status?.endsWith("_IN_PROGRESS")) return;
    const functions = status ? await api.functions() : [];
    const now = functions
      .map(({ FunctionArn, CodeSha256, LastModified }) => [FunctionArn, CodeSha256, LastModified].join())
      .join();
    if (now === known) return;
    known = now;
    await drainPollers();
    await stopAll();
    if (functions.length === 0) return;
    const found = await code();
    for (const deployed of functions) {
      const { folder: task, logGroup } = found.get(deployed.FunctionName) ?? {};
      if (task === undefined || logGroup === undefined) continue;
      running.set(
        deployed.Environment.Variables.POWERTOOLS_SERVICE_NAME ?? "",
        start(deployed, task, logGroup),
      );
    }
    pollers = await startPollers();
    routes.splice(0, routes.length, ...(await deployedRoutes()));
  }

  // One at a time; a function's caller waits for it.
  let looking: Promise<void> = Promise.resolve();
  const lookAgain = () => {
    looking = looking.then(look);
    looking.catch((error: unknown) => console.error("lambda:", error));
    looking = looking.catch(() => undefined);
    return looking;
  };
  const timer = setInterval(lookAgain, LOOK_EVERY_MS);

  return {
    received,
    routes,
    async invoke(name, event, requestId) {
      await lookAgain();
      const found = running.get(name);
      if (!found) throw new Error(`The function ${name} is not deployed.`);
      return found.pool.invoke(event, requestId);
    },
    restart: async () => void (await Promise.all([...running.values()].map(({ pool }) => pool.kill()))),
    async stop() {
      clearInterval(timer);
      await looking;
      await stopAll();
    },
  };
}
