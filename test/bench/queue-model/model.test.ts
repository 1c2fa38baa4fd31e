import { describe, expect, it } from "@jest/globals";
import { runModel } from "../../../bench/queue-model/model.ts";
import { AS_DEPLOYED, alwaysSlow, outage } from "../../../bench/queue-model/scenarios.ts";
import { TIMEOUT_RULE } from "../../../lib/application/turn/adaptive-timeout.ts";

/** Poisson arrivals, exponential service, `workers` servers, and nothing else. */
const mmc = (messagesPerSecond: number, workers: number, meanSeconds: number) => ({
  ...AS_DEPLOYED,
  messagesPerSecond,
  workers,
  workersAtFirst: workers,
  batchSize: 1,
  quietSeconds: 0,
  ownSeconds: 0,
  seconds: 50_000 / messagesPerSecond,
  agent: { meanSeconds, spread: "exponential" as const, timeoutSeconds: Number.POSITIVE_INFINITY },
});

/** Erlang's formula: the mean time until service begins. */
function erlangWait(rate: number, servers: number, meanSeconds: number): number {
  const load = rate * meanSeconds;
  let [term, sum] = [1, 0];
  for (let busy = 0; busy < servers; busy++) {
    sum += term;
    term *= load / (busy + 1);
  }
  const full = (term * servers) / (servers - load);
  return (full / (sum + full)) * (meanSeconds / (servers - load));
}

describe("the model of the queue", () => {
  it.each([
    [0.5, 1, 1],
    [0.8, 1, 1],
    [3.2, 4, 1],
    [18, 20, 1],
  ])("waits as Erlang's formula says: %d a second, %d servers, %d s each", (rate, servers, meanSeconds) => {
    const { waits } = runModel(mmc(rate, servers, meanSeconds));
    const expected = meanSeconds + erlangWait(rate, servers, meanSeconds);
    expect(waits.mean / expected).toBeGreaterThan(0.94);
    expect(waits.mean / expected).toBeLessThan(1.06);
  });

  it.each([
    ["each message of another customer", {}],
    ["few customers who write again and again", { conversations: 40, messagesPerSecond: 20 }],
    ["an agent that hangs, and too few workers", { ...outage(20, 4, "hangs", 3).model, seconds: 600 }],
    ["an agent that refuses", { ...outage(20, 50, "refuses", 3).model, seconds: 600 }],
  ])("loses and doubles nothing: %s", (_, change) => {
    const { counted, left } = runModel({ ...AS_DEPLOYED, messagesPerSecond: 5, ...change });
    expect(counted.arrived).toBeGreaterThan(1_000);
    expect(counted.answered + counted.fallback).toBe(counted.arrived);
    expect(left).toBe(0);
  });

  it("answers at most as many as fill all batches, and no fewer when more wait", () => {
    const full = { ...AS_DEPLOYED, workers: 4, messagesPerSecond: 20, countedFromSeconds: 0 };
    const { counted, time } = runModel({
      ...full,
      agent: { meanSeconds: 5, spread: "none", timeoutSeconds: 30 },
    });
    expect(counted.arrived / time.endedAt).toBeCloseTo((4 * 10) / 5.5, 1);
  });

  it("waits for the quiet time, the agent and itself when there are workers enough", () => {
    const { waits } = runModel({
      ...AS_DEPLOYED,
      workers: 100,
      workersAtFirst: 100,
      agent: { meanSeconds: 5, spread: "none", timeoutSeconds: 30 },
    });
    expect(waits.quantile(0.95)).toBeCloseTo(7.5, 0);
    expect(waits.max).toBeCloseTo(7.5, 5);
  });

  it("answers several messages of a customer with one turn", () => {
    const { counted } = runModel({ ...AS_DEPLOYED, conversations: 5, messagesPerSecond: 5, workers: 5 });
    expect(counted.turns).toBeLessThan(counted.arrived / 2);
  });

  it("tells customers after three refusals, two and four seconds apart, that there is no answer", () => {
    const { counted, waits } = runModel({
      ...AS_DEPLOYED,
      workers: 20,
      workersAtFirst: 20,
      agent: { ...AS_DEPLOYED.agent, outage: { kind: "refuses", fromSeconds: 0, toSeconds: 10_000 } },
    });
    expect(counted.answered).toBe(0);
    expect(counted.asked).toBe(3 * counted.arrived);
    expect(waits.quantile(0.5)).toBeCloseTo(2 + 2 + 4 + 3 * 0.6, 0);
  });

  it("tells customers soon that there is no answer when the agent hangs, and did not with the full time at each attempt", () => {
    const { model } = outage(1, 4, "hangs", 10);
    const [adaptive, fixed] = [runModel(model), runModel({ ...model, timeoutRule: "none" })];
    expect(adaptive.waits.quantile(0.5)).toBeLessThan(70);
    expect(adaptive.waits.max).toBeLessThan(165);
    expect(adaptive.counted.fallback).toBeGreaterThan(0.85 * adaptive.waits.count);
    expect(fixed.waits.quantile(0.5)).toBeGreaterThan(240);
  });

  it("has an answer for those who write in a hang of two minutes, of whom three time-outs would leave a third without", () => {
    const { model } = outage(1, 4, "hangs", 2);
    const [adaptive, hasty] = [model, { ...model, timeoutRule: { ...TIMEOUT_RULE, timeouts: 3 } }].map(
      (each) => runModel(each),
    );
    const withoutAnswer = (modelled: typeof adaptive) =>
      (modelled?.counted.fallback ?? 0) / (modelled?.waits.count ?? 0);
    expect(withoutAnswer(adaptive)).toBeLessThan(0.12);
    expect(withoutAnswer(hasty)).toBeGreaterThan(0.25);
  });

  it("hears an agent again that comes back slowly, with few who are told so needlessly", () => {
    const { model } = outage(1, 4, "hangs", 10);
    const agent = { ...model.agent, slowness: alwaysSlow(12) };
    const { counted, model: run } = runModel({ ...model, agent });
    expect(counted.needlessFallback).toBeLessThan(100);
    expect(run.seconds - (model.agent.outage?.toSeconds ?? 0)).toBeGreaterThan(1_000);
    const neverProbes = { ...TIMEOUT_RULE, firstProbe: Number.POSITIVE_INFINITY };
    expect(runModel({ ...model, agent, timeoutRule: neverProbes }).counted.needlessFallback).toBeGreaterThan(
      1_000,
    );
  });

  it.each([12, 25])("waits for an agent that takes %d s as it always did", (meanSeconds) => {
    const slowness = { meanSeconds, spread: "none" as const, fromSeconds: 180, toSeconds: 480 };
    const model = { ...AS_DEPLOYED, agent: { ...AS_DEPLOYED.agent, slowness } };
    const [adaptive, fixed] = [runModel(model), runModel({ ...model, timeoutRule: "none" })];
    expect(adaptive.counted).toEqual(fixed.counted);
    expect(adaptive.counted.fallback).toBe(0);
  });

  it("has more workers only as Lambda adds them", () => {
    const agent = { meanSeconds: 5, spread: "none" as const, timeoutSeconds: 30 };
    const rush = {
      ...AS_DEPLOYED,
      agent,
      messagesPerSecond: 800,
      workers: 1_000,
      seconds: 20,
      countedFromSeconds: 0,
    };
    const slowly = runModel(rush);
    const atOnce = runModel({ ...rush, workersAtFirst: 1_000 });
    expect(slowly.waits.max).toBeGreaterThan(atOnce.waits.max + 5);
    expect(atOnce.peak.workers).toBe(1_000);
    expect(slowly.peak.workers).toBeLessThan(300);
  });

  it("never has more in flight than SQS allows", () => {
    const { peak, counted } = runModel({
      ...AS_DEPLOYED,
      messagesPerSecond: 50,
      workers: 20,
      maxInFlight: 60,
    });
    expect(peak.inFlight).toBeLessThanOrEqual(60 + AS_DEPLOYED.batchSize);
    expect(counted.answered).toBe(counted.arrived);
  });

  it("is the same for the same seed, and another for another", () => {
    const p95 = (seed: number) =>
      runModel({ ...AS_DEPLOYED, messagesPerSecond: 3, seed }).waits.quantile(0.95);
    expect(p95(7)).toBe(p95(7));
    expect(new Set([1, 2, 3].map((seed) => runModel({ ...AS_DEPLOYED, seed }).waits.sum)).size).toBe(3);
  });
});
