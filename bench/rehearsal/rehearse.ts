import { setTimeout as pause } from "node:timers/promises";
import { isEmpty } from "../../local/aws/queues.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { seeded } from "../random.ts";
import { startAgent } from "./agent.ts";
import { writeAll } from "./customers.ts";
import { startEmulatorsProcess } from "./emulators.ts";
import { killer } from "./killer.ts";
import { startMeta } from "./meta.ts";
import type { RehearsalOptions } from "./options.ts";
import { Proof } from "./proof.ts";
import { type Invocations, type Report, reportOf } from "./report.ts";
import { countTable } from "./table.ts";
import { type Sample, sampler } from "./usage.ts";
import { type WebhookSender, webhookSender } from "./webhooks.ts";

const NUMBER = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
const SAMPLE_EVERY_MS = 2_000;
const LOOK_EVERY_MS = 100;
/** Longer than any wait: a killed worker's messages, a send of unknown outcome. */
const GIVE_UP_AFTER_MS = 300_000;

type Surroundings = {
  /** Folder of the built functions. */
  bundles: string;
  onProgress?(sample: Sample, waiting: number): void;
};

type Stop = () => unknown;

/** Ends when every message is answered and nothing moves any more, or when nothing has happened for five minutes. */
export async function rehearse(options: RehearsalOptions, around: Surroundings): Promise<Report> {
  const stops: Stop[] = [];
  try {
    return await run(options, around, stops);
  } finally {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  }
}

async function run(options: RehearsalOptions, around: Surroundings, stops: Stop[]): Promise<Report> {
  const random = seeded(options.seed);
  const proof = new Proof(options.messages, options.conversations);
  const emulators = await startEmulatorsProcess();
  stops.push(emulators.stop);
  const { stack, webhooks, memory, logs, invocations, kills } = await startAll();

  const sample = sampler({
    functions: stack.usage,
    emulators,
    depths: stack.queueDepths,
    answered: () => proof.answeredCount,
  });
  const samples = [await sample()];
  const sampling = setInterval(async () => {
    const taken = await sample().catch(() => undefined);
    if (!taken) return;
    samples.push(taken);
    around.onProgress?.(taken, options.messages - proof.answeredCount);
  }, SAMPLE_EVERY_MS);
  stops.push(() => clearInterval(sampling));

  await writeAll({ options, number: NUMBER, proof, webhooks, random });
  await untilAnswered(proof, options.messages);
  const answeredSample = await sample();
  await webhooks.settled();
  const depths = await untilAtRest(stack);
  samples.push(await sample());
  const table = await countTable(emulators.endpoints.dynamodb, stack.template.outputs().TableName ?? "");
  return reportOf({
    options,
    proof,
    samples,
    answeredSample,
    depths,
    table,
    logs,
    invocations,
    kills: kills.done,
    webhooks: webhooks.counts,
    workerMaxRssBytes: memory.maxRssBytes,
  });

  async function startAll() {
    let sender: WebhookSender | undefined;
    const webhooks = () => {
      if (!sender) throw new Error("nobody can write before the stack has started");
      return sender;
    };
    const logs = new Map<string, number>();
    const memory = { maxRssBytes: 0 };
    const invocations: Invocations = { milliseconds: [], records: [] };
    const kills = killer(options, proof, async (seconds) => void (await stack.kill("worker", seconds)));
    const meta = await startMeta({
      number: NUMBER,
      proof,
      webhooks,
      statuses: options.statuses,
      accessToken: DEMO_SECRETS.meta?.accessToken,
      onAccepted: kills.onAccepted,
    });
    stops.push(meta.stop);
    const agent = await startAgent({ options, proof, random, onQuestion: kills.onQuestion });
    stops.push(agent.stop);
    const stack: LocalStack = await startStack({
      bundles: around.bundles,
      endpoints: emulators.endpoints,
      settings: {
        numbers: [{ name: "support", provider: "meta", agentId: "agent_1a2b3c4d5e", ...idsOf(NUMBER) }],
        turns: {
          quietSeconds: options.quietSeconds,
          graceSeconds: options.graceSeconds,
          maxPerHour: 10_000,
        },
        meta: { graphUrl: meta.url },
        chatsby: { apiUrl: agent.url },
      },
      onLog: ({ function: name, code, level, facts }) => {
        if (code === "process.memory")
          memory.maxRssBytes = Math.max(memory.maxRssBytes, Number(facts?.maxRssBytes));
        const key = code ?? (level === "ERROR" ? `${name}: error` : undefined);
        if (key !== undefined) logs.set(key, (logs.get(key) ?? 0) + 1);
      },
      onInvoked: (name, event, milliseconds) => {
        if (name !== "worker") return;
        invocations.milliseconds.push(milliseconds);
        invocations.records.push((event as { Records: unknown[] }).Records.length);
      },
    });
    stops.push(stack.stop);
    sender = webhookSender({
      url: `${stack.url}/webhooks/meta`,
      appSecret: DEMO_SECRETS.meta?.appSecrets[0] ?? "",
      random,
      duplicates: options.duplicates,
      duplicateAfterSeconds: options.duplicateAfterSeconds,
    });
    stops.push(sender.stop);
    return { stack, webhooks: sender, memory, logs, invocations, kills };
  }
}

const idsOf = ({ phoneNumberId, wabaId }: typeof NUMBER) => ({ phoneNumberId, wabaId });

async function untilAnswered(proof: Proof, messages: number): Promise<void> {
  let [known, since] = [0, performance.now()];
  while (proof.answeredCount < messages) {
    if (proof.answeredCount > known) [known, since] = [proof.answeredCount, performance.now()];
    if (performance.now() - since > GIVE_UP_AFTER_MS) return;
    await pause(LOOK_EVERY_MS);
  }
}

/** Twice in a row: between two looks a message may be on its way from one queue to the next. */
async function untilAtRest(stack: LocalStack) {
  const until = performance.now() + GIVE_UP_AFTER_MS;
  for (let empty = 0; ; await pause(LOOK_EVERY_MS)) {
    const depths = await stack.queueDepths();
    const working = Object.entries(depths).filter(([name]) => !name.endsWith("DeadLetters"));
    empty = working.every(([, depth]) => isEmpty(depth)) ? empty + 1 : 0;
    if (empty >= 2 || performance.now() > until) return depths;
  }
}
