import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { type Service, type ServiceRequest, startService } from "../../local/http/service.ts";
import { FakeTwilio } from "../../local/twilio/fake-twilio.ts";
import { FakeClock } from "../support/fakes.ts";

export const ACCOUNT = `AC${"1".repeat(32)}`;
export const FROM = "whatsapp:+14155238886";
export const OTHER_SENDER = "whatsapp:+14155238887";

type Answer = Record<string, unknown> & { http: number };

export type TwilioBench = {
  twilio: FakeTwilio;
  clock: FakeClock;
  hookUrl: string;
  /** At the business. */
  received: ServiceRequest[];
  /** Statuses for the coming webhooks, then 200. */
  answers: number[];
  /** The fields of all forms. */
  forms(): Record<string, string>[];
  post(form: Record<string, string>, how?: { token?: string; path?: string }): Promise<Answer>;
  get(url: string): Promise<Answer>;
};

const basic = (token: string) => ({
  authorization: `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString("base64")}`,
});

/** For each test of a file, with a webhook that keeps what it gets. */
export function aFakeTwilio(): TwilioBench {
  const bench: TwilioBench = {
    twilio: new FakeTwilio({ senders: [], credentials: () => undefined, clock: new FakeClock(), fetch }),
    clock: new FakeClock(),
    hookUrl: "",
    received: [],
    answers: [],
    forms: () => bench.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body.toString()))),
    async post(form, { token = "token", path = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json` } = {}) {
      const response = await fetch(bench.twilio.url + path, {
        method: "POST",
        headers: basic(token),
        body: new URLSearchParams(form),
      });
      return { ...JSON.parse(await response.text()), http: response.status };
    },
    async get(url) {
      const response = await fetch(url, { headers: basic("token") });
      return { ...JSON.parse(await response.text()), http: response.status };
    },
  };
  let hook: Service;
  beforeAll(async () => {
    hook = await startService({}, async (request) => {
      bench.received.push(request);
      return { status: bench.answers.shift() ?? 200 };
    });
    bench.hookUrl = hook.url;
  });
  beforeEach(async () => {
    await bench.twilio.stop();
    bench.clock.time = new FakeClock().time;
    bench.received.length = 0;
    bench.answers.length = 0;
    const credentials = () => ({ accountSid: ACCOUNT, authTokens: ["token", "old"] });
    bench.twilio = new FakeTwilio({ senders: [FROM, OTHER_SENDER], credentials, clock: bench.clock, fetch });
    await bench.twilio.start();
    bench.twilio.webhookUrl = `${hook.url}/webhooks/twilio#rc=3&rp=5xx,ct,rt`;
    bench.twilio.statuses = bench.twilio.statuses.map((status) => ({ ...status, afterMs: 1 }));
  });
  afterAll(async () => {
    await bench.twilio.stop();
    await hook.stop();
  });
  return bench;
}
