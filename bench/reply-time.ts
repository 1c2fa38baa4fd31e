import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bundleFunctions } from "../infra/bundles/bundle.ts";
import { timeouts } from "../lib/config/derived/limits.ts";
import { signMetaBody } from "../lib/providers/meta/webhook/signature.ts";
import { startEmulators } from "../local/aws/emulators.ts";
import { isEmpty } from "../local/aws/queues.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../local/demo.ts";
import { messagesWebhook, metaMessage } from "../local/meta/payloads.ts";
import { startStack } from "../local/stack.ts";
import type { LocalStack } from "../local/stack-options.ts";
import { type Arrival, startInstantServers } from "./instant-servers.ts";
import { replyTimeOf, type Seen, type Stages, stagesOf } from "./reply-stages.ts";
import { startTimedProxy, type TimedCall } from "./timed-proxy.ts";

const NUMBER = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
/** Short for an agent: what the worker does meanwhile must fit into it. */
const AGENT_MS = 400;
/** The hourly limit of one customer is not reached. */
const CUSTOMERS = 8;
const GIVE_UP_MS = 30_000;

/** What customers write: each array is one burst, and says how it ends. */
export const KINDS = {
  question: ["Do you ship lamps to Canada?"],
  "without a mark at the end": ["do you ship lamps to canada"],
  unfinished: ["I have a question about my order,"],
  "three messages, 0.8 s apart": ["Hello", "I have a question", "Do you ship lamps to Canada?"],
} as const satisfies Record<string, readonly string[]>;
export type Kind = keyof typeof KINDS;
const BETWEEN_MS = 800;

/** `asked`: how often the agent was; `replyMs`: since the last message. */
export type Reply = {
  replyMs: number;
  typingMs: number;
  acknowledgedMs: number;
  asked: number;
  stages: Stages | undefined;
};

type Customer = { name: string; phone: string };

export async function measureReplyTimes(
  rounds: number,
  onProgress: (what: string) => void,
): Promise<{ warm: Record<Kind, Reply[]>; cold: Reply[] }> {
  const stops: (() => unknown)[] = [];
  try {
    const bundles = await mkdtemp(join(tmpdir(), "chatsby-bench-"));
    stops.push(() => rm(bundles, { recursive: true, force: true }));
    await bundleFunctions({ outdir: bundles });
    const emulators = await startEmulators({}, undefined);
    stops.push(emulators.stop);
    const calls: TimedCall[] = [];
    const proxies = await Promise.all(
      [emulators.endpoints.dynamodb, emulators.endpoints.sqs].map((url) =>
        startTimedProxy(url, (call) => calls.push(call)),
      ),
    );
    for (const { stop } of proxies) stops.push(stop);
    const [dynamodb = "", sqs = ""] = proxies.map(({ url }) => url);
    const arrivals: Arrival[] = [];
    const { graph, agent } = await startInstantServers(AGENT_MS, (arrival) => arrivals.push(arrival));
    stops.push(graph.stop, agent.stop);
    const stack = await startStack({
      bundles,
      endpoints: { dynamodb, sqs },
      settings: { ...DEMO_SETTINGS, meta: { graphUrl: graph.url }, chatsby: { apiUrl: agent.url } },
    });
    stops.push(stack.stop);
    return await measure({ stack, calls, arrivals }, rounds, onProgress);
  } finally {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  }
}

type Bench = { stack: LocalStack; calls: TimedCall[]; arrivals: Arrival[] };

async function measure(bench: Bench, rounds: number, onProgress: (what: string) => void) {
  const { stack } = bench;
  const customers = Array.from({ length: CUSTOMERS }, (_, at) => ({
    name: "Bench",
    phone: `1555017700${at}`,
  }));
  const customerOf = (round: number) => customers[round % CUSTOMERS] as Customer;
  onProgress("each customer's first contact");
  for (const customer of customers) await converse(bench, customer, KINDS.question);
  const warm: Record<Kind, Reply[]> = {
    question: [],
    "without a mark at the end": [],
    unfinished: [],
    "three messages, 0.8 s apart": [],
  };
  const cold: Reply[] = [];
  for (let round = 0; round < rounds; round++) {
    onProgress(`round ${round + 1} of ${rounds}`);
    for (const [kind, replies] of Object.entries(warm))
      replies.push(await converse(bench, customerOf(round), KINDS[kind as Kind]));
    await Promise.all([stack.kill("webhook"), stack.kill("worker")]);
    cold.push(await converse(bench, customerOf(round), KINDS.question));
    // The next one finds both at work again.
  }
  return { warm, cold };
}

let said = 0;

async function post({ url }: LocalStack, customer: Customer, text: string): Promise<void> {
  const message = metaMessage(customer, `wamid.bench${said}`, Date.now(), {
    type: "text",
    text: { body: text },
  });
  const body = JSON.stringify(messagesWebhook(NUMBER, customer, [message]));
  const signature = signMetaBody(Buffer.from(body), DEMO_SECRETS.meta?.appSecrets[0] ?? "");
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  const { status } = await fetch(`${url}/webhooks/meta`, { method: "POST", headers, body });
  if (status !== 200) throw new Error(`a webhook was answered ${status}`);
}

/** Says it, waits for the reply and until the worker has nothing left to do. */
async function converse(bench: Bench, customer: Customer, texts: readonly string[]): Promise<Reply> {
  const { stack, calls, arrivals } = bench;
  calls.length = 0;
  arrivals.length = 0;
  let [postedAt, acknowledgedAt] = [0, 0];
  for (const [index, text] of texts.entries()) {
    if (index > 0) await pause(BETWEEN_MS);
    postedAt = performance.now();
    // The same question over and over would look like another bot.
    await post(stack, customer, text.replace("lamps", `lamps of kind ${++said}`));
    acknowledgedAt = performance.now();
  }
  const giveUpAt = performance.now() + GIVE_UP_MS;
  const isDone = async () =>
    arrivals.some(({ kind }) => kind === "sent") &&
    isEmpty((await stack.queueDepths()).turns ?? { ready: 0, delayed: 0, inFlight: 0 });
  while (!(await isDone())) {
    if (performance.now() > giveUpAt) throw new Error("a message got no reply");
    await pause(30);
  }
  return replyIn(bench, postedAt, acknowledgedAt, texts.length === 1);
}

function replyIn(
  { stack, calls, arrivals }: Bench,
  postedAt: number,
  acknowledgedAt: number,
  isAlone: boolean,
): Reply {
  const asked = arrivals.filter((each) => each.kind === "asked");
  const agent = asked.at(-1);
  const sent = arrivals.findLast((each) => each.kind === "sent");
  const typing = arrivals.find((each) => each.kind === "typing");
  if (!agent || !sent) throw new Error("nothing was asked or sent");
  const seen: Seen = {
    postedAt,
    calls: calls.toSorted((a, b) => a.start - b.start),
    agent,
    sentAt: sent.at,
  };
  return {
    replyMs: replyTimeOf(seen),
    typingMs: (typing?.at ?? Number.NaN) - postedAt,
    acknowledgedMs: acknowledgedAt - postedAt,
    asked: asked.length,
    stages: isAlone ? stagesOf(seen, timeouts(stack.settings).turnsDelay * 1000) : undefined,
  };
}
