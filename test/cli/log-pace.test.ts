import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { logSearch } from "../../cli/cloud/logs.ts";

/** CloudWatch Logs, asked by the real client: every call is counted where it arrives. */
let answers: { status: number; body: unknown }[] = [];
const arrivals: number[] = [];
const server = createServer((_, response) => {
  arrivals.push(now);
  const { status, body } = answers.shift() ?? { status: 200, body: { events: [] } };
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
});

let now = 0;
const io = {
  clock: { now: () => now },
  sleep: async (durationMs: number) => {
    now += durationMs;
  },
};
const resources = async () =>
  ["Webhook", "Worker", "Delivery", "StaffOperator", "AgentActions", "LeadsLeadWebhook"].map((id) => ({
    type: "AWS::Logs::LogGroup",
    id: `${id}Logs0123ABCD`,
    name: id,
  }));
const newSearch = () =>
  logSearch(io, resources, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
const mostInASecond = () =>
  Math.max(...arrivals.map((start) => arrivals.filter((at) => at >= start && at < start + 1_000).length));

describe("searches of logs", () => {
  beforeEach(async () => {
    [now, answers] = [1_000_000, []];
    arrivals.length = 0;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  it("stay below CloudWatch's five a second, however many logs and pages there are", async () => {
    answers = Array.from({ length: 6 }, (_, at) => ({
      status: 200,
      body: { events: [], nextToken: `page ${at}` },
    }));
    await newSearch()({ containing: "conv", since: 0 });
    expect(arrivals).toHaveLength(6 + 6);
    expect(mostInASecond()).toBeLessThanOrEqual(3);
  });

  it("stay below it also while the SDK tries again what was refused", async () => {
    const search = newSearch();
    answers = Array.from({ length: 9 }, () => ({
      status: 400,
      body: { __type: "ThrottlingException", message: "Rate exceeded" },
    }));
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(search({ containing: "conv", since: 0 })).rejects.toMatchObject({
        name: "ThrottlingException",
      });
    expect(arrivals).toHaveLength(3 * 3);
    expect(mostInASecond()).toBeLessThanOrEqual(3);
  });
});
