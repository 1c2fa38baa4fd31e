import type { Cloud } from "../cloud/cloud.ts";
import { AWS_ALARM, AWS_PER_ANSWER, AWS_STANDING, FREE_SERVICE, TWILIO_FEE } from "./rates.ts";

type NumberCost = {
  number: string;
  provider: string;
  inbound: number;
  answered: number;
  sent: number;
  billed: Record<string, number>;
  free: number;
  /** Service messages of this month that Meta does not charge for any more. */
  freeLeft: number;
  /** USD, so far. */
  whatsapp: number;
  twilio: number;
};

export type Estimate = {
  from: number;
  until: number;
  numbers: NumberCost[];
  /** USD, so far. */
  aws: number;
  total: number;
  /** USD at the month's end, if it goes on like this. */
  forecast: number;
};

const monthOf = (at: number) => {
  const now = new Date(at);
  return { start: Date.UTC(now.getUTCFullYear(), now.getUTCMonth()), end: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) };
};

/** Costs of the running month (UTC) from what the functions counted. `rate`: USD for one billed message. */
export async function estimate(cloud: Cloud, now: number, rate: number): Promise<Estimate> {
  const { start, end } = monthOf(now);
  const sums = (name: string, by: readonly string[]) => cloud.metric({ name, stat: "Sum", by, since: start, until: now });
  const [inbound, answered, sent, billed, free, alarms] = await Promise.all([
    sums("InboundMessages", ["number"]),
    sums("TurnsAnswered", ["number"]),
    sums("PartsSent", ["number"]),
    sums("BilledMessages", ["number", "category"]),
    sums("FreeMessages", ["number", "category"]),
    cloud.alarms(),
  ]);
  const at = (values: Awaited<typeof inbound>, number: string) =>
    values.filter(({ by }) => by.number === number).reduce((sum, { value }) => sum + value, 0);
  const numbers = cloud.settings.numbers.map(({ name, provider }): NumberCost => {
    const categories: Record<string, number> = {};
    for (const { by, value } of billed) if (by.number === name) categories[by.category ?? "unknown"] = value;
    const freeService = free.filter(({ by }) => by.number === name && by.category === "service").reduce((sum, { value }) => sum + value, 0);
    const parts = at(sent, name);
    // Twilio's statuses name no price: what was sent beyond the free ones is taken as billed.
    const charged = provider === "twilio" ? Math.max(0, parts - FREE_SERVICE) : at(billed, name);
    return {
      number: name,
      provider,
      inbound: at(inbound, name),
      answered: at(answered, name),
      sent: parts,
      billed: provider === "twilio" && charged > 0 ? { service: charged } : categories,
      free: at(free, name),
      freeLeft: Math.max(0, FREE_SERVICE - (provider === "twilio" ? parts : freeService)),
      whatsapp: charged * rate,
      twilio: provider === "twilio" ? (at(inbound, name) + parts) * TWILIO_FEE : 0,
    };
  });
  const share = (now - start) / (end - start);
  const standing = cloud.local ? 0 : AWS_STANDING + alarms.length * AWS_ALARM;
  const running = numbers.reduce((sum, each) => sum + each.answered, 0) * AWS_PER_ANSWER;
  const messages = numbers.reduce((sum, { whatsapp, twilio }) => sum + whatsapp + twilio, 0);
  const aws = standing * share + (cloud.local ? 0 : running);
  return { from: start, until: now, numbers, aws, total: aws + messages, forecast: (aws + messages) / share };
}
