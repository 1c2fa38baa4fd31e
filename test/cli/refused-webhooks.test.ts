import { expect, it } from "@jest/globals";
import type { MetricQuery } from "../../cli/cloud/cloud.ts";
import { webhookTroubles } from "../../cli/status/cloud-troubles.ts";
import { webhookFiguresOf } from "../../cli/status/figures.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";

const NOW = Date.UTC(2026, 10, 29, 12);

/** A cloud that has refused webhooks for each reason, so many hours ago. */
const refusing = (refused: readonly { reason: string; hoursAgo: number }[]) => ({
  metric: async ({ name, since, until }: MetricQuery) =>
    refused
      .map(({ reason, hoursAgo }) => ({ reason, at: NOW - hoursAgo * HOUR_MS }))
      .filter(({ at }) => name === "WebhookRejected" && at >= since && at < until)
      .map(({ reason }) => ({ by: { provider: "twilio", reason }, value: 1 })),
});

const kinds = async (refused: readonly { reason: string; hoursAgo: number }[]) =>
  webhookTroubles(await webhookFiguresOf(refusing(refused), NOW)).map(({ kind }) => kind);

const times = (count: number, reason: string, hoursAgo = 0.5) =>
  Array.from({ length: count }, () => ({ reason, hoursAgo }));

it("a stranger's webhooks without a signature are no trouble, however many", async () => {
  expect(await kinds(times(500, "unsigned"))).toEqual([]);
});

it.each(["signature", "shared-key", "no-secret"])(
  "three refused for %s are a trouble, two are none, as for the alarm",
  async (reason) => {
    expect(await kinds(times(2, reason))).toEqual([]);
    expect(await kinds([...times(2, reason), ...times(5, "unsigned")])).toEqual([]);
    expect(await kinds(times(3, reason))).toEqual(["webhooks-refused"]);
  },
);

it("those of a whole day count, because a small business gets few", async () => {
  const spread = [1, 9, 22].map((hoursAgo) => ({ reason: "signature", hoursAgo }));
  expect(await kinds(spread)).toEqual(["webhooks-refused"]);
  expect(await kinds(times(3, "signature", 25))).toEqual([]);
});

it.each([
  ["a secret that was filled since is no trouble any more", 10, []],
  ["one that was changed long before is", 600, ["secret-unusable"]],
  ["one that was never changed is", undefined, ["secret-unusable"]],
])(
  "functions that could not read the secret half an hour ago: %s",
  async (_, changedMinutesAgo, expected) => {
    const failedAt = NOW - 30 * MINUTE_MS;
    const cloud = {
      metric: async ({ name, since, until }: MetricQuery) =>
        name === "SecretUnusable" && failedAt >= since && failedAt < until ? [{ by: {}, value: 4 }] : [],
    };
    const changedAt = changedMinutesAgo === undefined ? undefined : NOW - changedMinutesAgo * MINUTE_MS;
    const troubles = webhookTroubles(await webhookFiguresOf(cloud, NOW, changedAt));
    expect(troubles.map(({ kind }) => kind)).toEqual(expected);
  },
);
