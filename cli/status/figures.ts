import { REFUSED_WEBHOOKS } from "../../lib/config/derived/refused-webhooks.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import type { Cloud, MetricValue } from "../cloud/cloud.ts";
import type { WebhookFigures } from "./cloud-troubles.ts";

/** One number's figures in a period. Durations in milliseconds. */
export type Figures = {
  inbound: number;
  answered: number;
  failed: number;
  deferred: number;
  blocked: number;
  agentErrors: number;
  sendRefused: number;
  delayMedian?: number;
  delayP99?: number;
  agentMedian?: number;
};

const COUNTS = {
  inbound: ["InboundMessages", ["number"], "Sum"],
  answered: ["AnswerDelay", ["number"], "SampleCount"],
  failed: ["TurnsFailed", ["number"], "Sum"],
  deferred: ["TurnsDeferred", ["number"], "Sum"],
  blocked: ["TurnsBlocked", ["number"], "Sum"],
  agentErrors: ["AgentErrors", ["number"], "Sum"],
  sendRefused: ["SendRefused", ["number", "class"], "Sum"],
} as const;

const DURATIONS = {
  delayMedian: ["AnswerDelay", "p50"],
  delayP99: ["AnswerDelay", "p99"],
  agentMedian: ["AgentLatency", "p50"],
} as const;

export const NO_ACTIVITY: Figures = {
  inbound: 0,
  answered: 0,
  failed: 0,
  deferred: 0,
  blocked: 0,
  agentErrors: 0,
  sendRefused: 0,
};

export async function figuresOf(
  cloud: Pick<Cloud, "metric">,
  since: number,
  until: number,
): Promise<ReadonlyMap<string, Figures>> {
  const found = new Map<string, Figures>();
  const at = (name: string) => {
    const known = found.get(name) ?? { ...NO_ACTIVITY };
    found.set(name, known);
    return known;
  };
  const each = (values: readonly MetricValue[], use: (figures: Figures, value: number) => void) => {
    for (const { by, value } of values) if (by.number) use(at(by.number), value);
  };
  await Promise.all([
    ...Object.entries(COUNTS).map(async ([key, [name, by, stat]]) =>
      each(await cloud.metric({ name, stat, by, since, until }), (figures, value) => {
        Object.assign(figures, { [key]: Number(figures[key as keyof typeof COUNTS]) + value });
      }),
    ),
    ...Object.entries(DURATIONS).map(async ([key, [name, stat]]) =>
      each(await cloud.metric({ name, stat, by: ["number"], since, until }), (figures, value) => {
        Object.assign(figures, { [key]: value });
      }),
    ),
  ]);
  return found;
}

/**
 * Of all numbers together. `failed` in the last hour, `refused` as the alarm counts, `secretUnusable` since the
 * secret changed: no function caches an unusable one, so what was before is over.
 */
export async function webhookFiguresOf(
  cloud: Pick<Cloud, "metric">,
  now: number,
  secretChangedAt = 0,
): Promise<WebhookFigures> {
  const { withinHours, strangers } = REFUSED_WEBHOOKS;
  const hourAgo = now - HOUR_MS;
  // CloudWatch counts whole minutes.
  const filledAt = Math.ceil(secretChangedAt / MINUTE_MS) * MINUTE_MS;
  const sum = async (name: string, by: readonly string[], since: number) => {
    if (since >= now) return 0;
    const values = await cloud.metric({ name, stat: "Sum", by, since, until: now });
    return values
      .filter((each) => each.by.reason !== strangers)
      .reduce((total, { value }) => total + value, 0);
  };
  const [failed, refused, secretUnusable] = await Promise.all([
    sum("WebhookFailed", [], hourAgo),
    sum("WebhookRejected", ["provider", "reason"], now - withinHours * HOUR_MS),
    sum("SecretUnusable", [], Math.max(hourAgo, filledAt)),
  ]);
  return { failed, refused, secretUnusable };
}
