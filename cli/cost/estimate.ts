import { standingUsd, totalUsd } from "../../lib/domain/cost/aws-rates.ts";
import { FREE_SERVICE_MESSAGES, type Rates, TWILIO_FEE_USD } from "../../lib/domain/cost/vendor-rates.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import type { Cloud, MetricValue } from "../cloud/cloud.ts";
import { type Known, summed, times } from "./known.ts";
import { type MediaCost, mediaCost, ofAws } from "./media-cost.ts";
import { AWS_PER_ANSWER_USD, AWS_PER_EVENT_USD } from "./rates.ts";
import { standingOf } from "./standing.ts";

type NumberCost = {
  number: string;
  provider: Provider;
  inbound: Known;
  answered: Known;
  sent: Known;
  billed: Record<string, number> | "unknown";
  free: Known;
  freeLeft: Known;
  /** USD, so far. */
  whatsapp: Known;
  twilio: Known;
};

export type Estimate = {
  from: number;
  until: number;
  numbers: NumberCost[];
  /** Given to an engine; 0 where media is off. `usd` is part of `aws`; of another engine it is unknown. */
  media: MediaCost;
  /** USD, so far. Without another engine's bill. */
  aws: Known;
  /** USD of AWS so far, independent of traffic. */
  standing: number;
  total: Known;
  /** USD at the month's end at the current pace. */
  forecast: Known;
};

/** In Meta's statuses. Newer ones are found by search for two weeks. */
const CATEGORIES = [
  "service",
  "utility",
  "marketing",
  "marketing_lite",
  "authentication",
  "authentication-international",
  "referral_conversion",
  "general_purpose_ai",
] as const;

const monthOf = (at: number) => {
  const now = new Date(at);
  return {
    start: Date.UTC(now.getUTCFullYear(), now.getUTCMonth()),
    end: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1),
  };
};

const ofNumber = (values: readonly MetricValue[], number: string) =>
  values.filter(({ by }) => by.number === number);
/** CloudWatch knows no series of this metric: it was never written, or has expired. */
const count = (values: readonly MetricValue[], number: string): Known =>
  values.length === 0 ? "unknown" : ofNumber(values, number).reduce((sum, { value }) => sum + value, 0);

type Counted = Record<"inbound" | "answered" | "sent" | "billed" | "free", readonly MetricValue[]>;

type Shared = Pick<NumberCost, "number" | "provider" | "inbound" | "answered" | "sent">;
type Charge = (
  shared: Shared,
  counted: Counted,
  cost: (category: string, messages: number) => Known,
) => NumberCost;

/** Twilio's statuses have no price. Messages beyond the free ones count as billed. */
const twilioCharge: Charge = (shared, _, cost) => {
  const { inbound, sent } = shared;
  const twilio = times(summed([inbound, sent]), TWILIO_FEE_USD);
  if (sent === "unknown")
    return { ...shared, billed: sent, free: sent, freeLeft: sent, whatsapp: sent, twilio };
  const charged = Math.max(0, sent - FREE_SERVICE_MESSAGES);
  return {
    ...shared,
    billed: charged > 0 ? { service: charged } : {},
    free: Math.min(sent, FREE_SERVICE_MESSAGES),
    freeLeft: Math.max(0, FREE_SERVICE_MESSAGES - sent),
    whatsapp: cost("service", charged),
    twilio,
  };
};

const metaCharge: Charge = (shared, counted, cost) => {
  // Each priced message counts in one of the two metrics: if one exists, a missing other one means zero.
  if (counted.billed.length + counted.free.length === 0)
    return {
      ...shared,
      billed: "unknown",
      free: "unknown",
      freeLeft: "unknown",
      whatsapp: "unknown",
      twilio: 0,
    };
  const billed: Record<string, number> = {};
  for (const { by, value } of ofNumber(counted.billed, shared.number))
    billed[by.category ?? "unknown"] = value;
  const free = ofNumber(counted.free, shared.number);
  const freeService = free
    .filter(({ by }) => by.category === "service")
    .reduce((sum, { value }) => sum + value, 0);
  return {
    ...shared,
    billed,
    free: free.reduce((sum, { value }) => sum + value, 0),
    freeLeft: Math.max(0, FREE_SERVICE_MESSAGES - freeService),
    whatsapp: summed(Object.entries(billed).map(([category, messages]) => cost(category, messages))),
    twilio: 0,
  };
};

const CHARGES: Readonly<Record<Provider, Charge>> = { meta: metaCharge, twilio: twilioCharge };

function costOf(number: string, provider: Provider, counted: Counted, rates: Rates): NumberCost {
  const [inbound, answered, sent] = [
    count(counted.inbound, number),
    count(counted.answered, number),
    count(counted.sent, number),
  ];
  const cost = (category: string, messages: number) => times(messages, rates[category] ?? "unknown");
  return CHARGES[provider]({ number, provider, inbound, answered, sent }, counted, cost);
}

/** Covers the current month (UTC), from the functions' metrics. */
export async function estimate(cloud: Cloud, now: number, rates: Rates): Promise<Estimate> {
  const { start, end } = monthOf(now);
  const names = cloud.settings.numbers.map(({ name }) => name);
  const asked = (name: string, service: string, stat: string, categories?: readonly string[]) =>
    cloud.metric({
      name,
      stat,
      by: categories ? ["number", "category"] : ["number"],
      since: start,
      until: now,
      series: names.flatMap((number) =>
        categories ? categories.map((category) => ({ service, number, category })) : [{ service, number }],
      ),
    });
  const [inbound, answered, sent, billed, free, alarms, media] = await Promise.all([
    asked("InboundMessages", "webhook", "Sum"),
    asked("AnswerDelay", "worker", "SampleCount"),
    asked("PartsSent", "worker", "Sum"),
    asked("BilledMessages", "delivery", "Sum", CATEGORIES),
    asked("FreeMessages", "delivery", "Sum", CATEGORIES),
    cloud.alarms(),
    mediaCost(cloud, start, now),
  ]);
  const numbers = cloud.settings.numbers.map(({ name, provider }) =>
    costOf(name, provider, { inbound, answered, sent, billed, free }, rates),
  );
  const share = (now - start) / (end - start);
  const alarmMetrics = alarms.reduce((sum, { metrics = 1 }) => sum + metrics, 0);
  const standing = cloud.local ? 0 : totalUsd(standingUsd(standingOf(cloud.settings, alarmMetrics))) * share;
  const running = summed(numbers.map((each) => each.answered));
  const events =
    cloud.settings.events.messages === "off"
      ? 0
      : summed(numbers.flatMap((each) => [each.inbound, each.sent]));
  const aws = cloud.local
    ? 0
    : summed([
        standing,
        times(running, AWS_PER_ANSWER_USD),
        times(events, AWS_PER_EVENT_USD),
        ofAws(cloud, media.usd),
      ]);
  const total = summed([aws, ...numbers.flatMap(({ whatsapp, twilio }) => [whatsapp, twilio])]);
  return {
    from: start,
    until: now,
    numbers,
    media,
    aws,
    standing,
    total,
    forecast: total === "unknown" || share === 0 ? "unknown" : total / share,
  };
}
