import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { bundleFunctions } from "../infra/bundles/bundle.ts";
import { signMetaBody } from "../lib/providers/meta/webhook/signature.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../local/demo.ts";
import { messagesWebhook, metaMessage } from "../local/meta/payloads.ts";
import { startStack } from "../local/stack.ts";

const SECONDS = 10;
const CONNECTIONS = 8;
const NUMBER = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };

export type LoadResult = {
  readySeconds: number;
  requestsPerSecond: number;
  p50: number;
  p99: number;
  notOk: number;
  thousandSeconds: number;
};

let sent = 0;
/** A webhook with a message of its own, signed. */
function aWebhook(messages: number) {
  const customer = { name: "Bench", phone: `1555${String(1_000_000 + (sent % 500))}` };
  const entries = Array.from({ length: messages }, () =>
    metaMessage(customer, `wamid.bench${++sent}`, Date.now(), {
      type: "text",
      text: { body: "Do you ship to Canada?" },
    }),
  );
  const body = JSON.stringify(messagesWebhook(NUMBER, customer, entries));
  const signature = signMetaBody(Buffer.from(body), DEMO_SECRETS.meta?.appSecrets[0] ?? "");
  return { body, headers: { "content-type": "application/json", "x-hub-signature-256": signature } };
}

/** The local stack's front door: every request a new message, signed, recorded and queued before it is answered. */
export async function measureLocalStack(): Promise<LoadResult> {
  const bundles = await mkdtemp(join(tmpdir(), "chatsby-bench-"));
  await bundleFunctions({ outdir: bundles });
  const before = performance.now();
  // The queue holds everything back until the measurement is over: what is measured is the taking in, not the answering.
  const stack = await startStack({
    bundles,
    settings: { ...DEMO_SETTINGS, turns: { quietSeconds: 60, maxWaitSeconds: 60 } },
  });
  const readySeconds = (performance.now() - before) / 1000;
  try {
    const url = `${stack.url}/webhooks/meta`;
    const many = aWebhook(1000);
    const posted = performance.now();
    const { status } = await fetch(url, { method: "POST", ...many });
    if (status !== 200) throw new Error(`the POST of 1,000 messages was answered ${status}`);
    const thousandSeconds = (performance.now() - posted) / 1000;
    const result = await autocannon({
      url,
      connections: CONNECTIONS,
      duration: SECONDS,
      requests: [{ method: "POST", setupRequest: (request) => ({ ...request, ...aWebhook(1) }) }],
    });
    return {
      readySeconds,
      requestsPerSecond: result.requests.average,
      p50: result.latency.p50,
      p99: result.latency.p99,
      notOk: result.non2xx + result.errors,
      thousandSeconds,
    };
  } finally {
    await stack.stop();
    await rm(bundles, { recursive: true, force: true });
  }
}
