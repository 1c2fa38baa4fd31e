import { CloudWatchClient, type GetMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";
import { expect, it } from "@jest/globals";
import { messagesReceived } from "../../lib/adapters/cloudwatch/messages-received.ts";

const DAY_MS = 86_400_000;
const UNTIL = Date.UTC(2026, 10, 24, 6);

it("asks for each number's messages of exactly this time, and leaves out who got none", async () => {
  const asked: GetMetricDataCommandInput[] = [];
  const client = new CloudWatchClient({ region: "eu-central-1" });
  client.middlewareStack.add(
    () => async (args) => {
      asked.push(args.input as GetMetricDataCommandInput);
      const output = {
        $metadata: {},
        MetricDataResults: [
          { Id: "n1", Values: [12, 3] },
          { Id: "n0", Values: [] },
        ],
      };
      return { output, response: {} };
    },
    { step: "initialize" },
  );
  const about = { namespace: "ChatsbyWhatsapp/dev", numbers: ["support", "sales"] };
  const received = await messagesReceived(client, about, UNTIL - DAY_MS, UNTIL);
  expect([received.get("support") ?? 0, received.get("sales")]).toEqual([0, 15]);
  expect(asked).toMatchObject([
    {
      StartTime: new Date(UNTIL - DAY_MS),
      EndTime: new Date(UNTIL),
      MetricDataQueries: [
        { Id: "n0", MetricStat: { Period: 86_400, Stat: "Sum", Metric: { MetricName: "InboundMessages" } } },
        { Id: "n1" },
      ],
    },
  ]);
});
