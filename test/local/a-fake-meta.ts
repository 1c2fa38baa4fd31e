import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { type Service, type ServiceRequest, startService } from "../../local/http/service.ts";
import { FakeMeta } from "../../local/meta/fake-meta.ts";
import { FakeClock } from "../support/fakes.ts";

export const NUMBER = {
  phoneNumberId: "310000000000007",
  wabaId: "210000000000001",
  displayNumber: "15550100200",
};
export const OTHER_NUMBER = {
  phoneNumberId: "310000000000008",
  wabaId: "210000000000001",
  displayNumber: "15550100201",
};

type GraphAnswer = {
  status: number;
  error?: { code: number; error_data: { details: string } };
  messages?: { id: string }[];
  contacts?: unknown[];
  success?: boolean;
};

export type MetaBench = {
  meta: FakeMeta;
  clock: FakeClock;
  /** At the business's webhook. */
  received: ServiceRequest[];
  /** Statuses for the coming webhooks, then 200. */
  answers: number[];
  /** Of all webhooks. */
  changes(): { field: string; value: Record<string, unknown[]> }[];
  post(body: unknown, how?: { token?: string; path?: string }): Promise<GraphAnswer>;
  get(path: string): Promise<{ status: number; json: Record<string, unknown> }>;
};

/** For each test of a file, with a webhook that keeps what it gets. */
export function aFakeMeta(): MetaBench {
  const bench: MetaBench = {
    meta: new FakeMeta({ numbers: [], credentials: () => undefined, clock: new FakeClock(), fetch }),
    clock: new FakeClock(),
    received: [],
    answers: [],
    changes: () => bench.received.map(({ body }) => JSON.parse(body.toString()).entry[0].changes[0]),
    async post(body, { token = "token", path = `/v25.0/${NUMBER.phoneNumberId}/messages` } = {}) {
      const response = await fetch(bench.meta.url + path, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: response.status, ...JSON.parse(await response.text()) };
    },
    async get(path) {
      const response = await fetch(bench.meta.url + path, { headers: { authorization: "Bearer token" } });
      return { status: response.status, json: JSON.parse(await response.text()) };
    },
  };
  let hook: Service;
  beforeAll(async () => {
    hook = await startService({}, async (request) => {
      bench.received.push(request);
      return { status: bench.answers.shift() ?? 200 };
    });
  });
  beforeEach(async () => {
    await bench.meta.stop();
    bench.clock.time = new FakeClock().time;
    bench.received.length = 0;
    bench.answers.length = 0;
    const credentials = () => ({ appSecrets: ["secret"], accessToken: "token" });
    bench.meta = new FakeMeta({ numbers: [NUMBER, OTHER_NUMBER], credentials, clock: bench.clock, fetch });
    await bench.meta.start();
    bench.meta.webhookUrl = `${hook.url}/webhooks/meta`;
    bench.meta.retryAfter = [1, 1];
    bench.meta.statuses = bench.meta.statuses.map((status) => ({ ...status, afterMs: 1 }));
  });
  afterAll(async () => {
    await bench.meta.stop();
    await hook.stop();
  });
  return bench;
}
