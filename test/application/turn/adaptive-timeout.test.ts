import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { AdaptiveTimeout, type Call, TIMEOUT_RULE } from "../../../lib/application/turn/adaptive-timeout.ts";

const FULL = 30_000;
const SHORT = 7_500;
const SHORTEST = 3_750;
const AMPLE = 60_000;
/** How many make the time short. */
const TIMEOUTS = 4;

/** One process, whose questions, each of another customer, follow each other after a pause of a second. */
function aProcess() {
  const timeout = new AdaptiveTimeout(FULL);
  const process = {
    timeout,
    now: 1_795_430_010_000,
    asked: 0,
    begin: (availableMs = AMPLE) => timeout.begin(`s${process.asked++}`, process.now, availableMs),
    /** Returns how long it had. */
    timesOut(availableMs = AMPLE): number {
      const call = process.begin(availableMs);
      process.now += call.timeoutMs;
      timeout.end(call, process.now, false);
      process.now += 1_000;
      return call.timeoutMs;
    },
    /** Whether it was in time. */
    answersAfter(ms: number): boolean {
      const call = process.begin();
      const inTime = ms < call.timeoutMs;
      process.now += Math.min(ms, call.timeoutMs);
      timeout.end(call, process.now, inTime);
      process.now += 1_000;
      return inTime;
    },
    failsAfter(ms: number): "shortened" | "restored" | undefined {
      const call = process.begin();
      process.now += ms;
      return timeout.end(call, process.now, false);
    },
  };
  return process;
}

function aHangingOne() {
  const process = aProcess();
  for (let count = 0; count < TIMEOUTS; count++) expect(process.timesOut()).toBe(FULL);
  return process;
}

describe("the time for an answer", () => {
  it("is the full one for an agent that answers, however slowly, and never more than there is", () => {
    const process = aProcess();
    for (let count = 0; count < 20; count++) expect(process.answersAfter(29_000)).toBe(true);
    expect(process.begin(12_000).timeoutMs).toBe(12_000);
    expect(process.begin().timeoutMs).toBe(FULL);
  });

  it("is short after four time-outs in a row, within some two minutes with one conversation at a time", () => {
    const process = aProcess();
    const from = process.now;
    const times = Array.from({ length: 5 }, () => process.timesOut());
    expect(times).toEqual([FULL, FULL, FULL, FULL, SHORT]);
    expect(process.now - from - (SHORT + 1_000)).toBeLessThan(125_000);
  });

  it.each([
    ["an answer", 29_000, true],
    ["a failure at once", 100, false],
  ])("stays full when there was %s among the time-outs", (_, ms, answered) => {
    const process = aProcess();
    for (let count = 0; count < 10; count++) {
      for (let timeouts = 1; timeouts < TIMEOUTS; timeouts++) process.timesOut();
      if (answered) process.answersAfter(ms);
      else process.failsAfter(ms);
    }
    expect(process.timesOut()).toBe(FULL);
  });

  it("counts as one what was asked together, so ten time-outs of a batch are no reason", () => {
    const { timeout } = aProcess();
    const batch = (at: number) =>
      Array.from({ length: 10 }, (_, nth) => timeout.begin(`s${at} ${nth}`, at + 40 * nth, AMPLE));
    const timeOut = (calls: readonly Call[]) =>
      calls.map((call) => timeout.end(call, call.startedAt + call.timeoutMs, false));
    for (let before = 1; before < TIMEOUTS; before++) timeOut(batch(31_000 * before));
    const last = batch(31_000 * TIMEOUTS);
    expect(last.map(({ timeoutMs }) => timeoutMs)).toEqual(last.map(() => FULL));
    expect(timeOut(last)).toEqual(["shortened", ...last.slice(1).map(() => undefined)]);
    expect(timeout.begin("next", 31_000 * (TIMEOUTS + 1), AMPLE).timeoutMs).toBe(SHORT);
  });

  it("stays full while one conversation of each batch is answered", () => {
    const { timeout } = aProcess();
    for (let at = 0; at < 600_000; at += 31_000) {
      const [answered, ...hanging] = [1, 2, 3].map((nth) => timeout.begin(`s${at} ${nth}`, at, AMPLE));
      if (answered) expect(timeout.end(answered, at + 5_000, true)).toBeUndefined();
      for (const call of hanging) expect(timeout.end(call, at + FULL, false)).toBeUndefined();
    }
    expect(timeout.begin("next", 700_000, AMPLE).timeoutMs).toBe(FULL);
  });

  it("stays full when one customer's question alone takes too long, however often it is asked", () => {
    const process = aProcess();
    for (let count = 0; count < 9; count++) {
      const call = process.timeout.begin("one", process.now, AMPLE);
      process.now += call.timeoutMs;
      expect(process.timeout.end(call, process.now, false)).toBeUndefined();
    }
    expect(process.begin().timeoutMs).toBe(FULL);
  });

  it("is short also when two customers ask in turn", () => {
    const process = aProcess();
    const times = ["one", "two", "one", "two", "one"].map((session) => {
      const call = process.timeout.begin(session, process.now, AMPLE);
      process.now += call.timeoutMs;
      process.timeout.end(call, process.now, false);
      return call.timeoutMs;
    });
    expect(times).toEqual([FULL, FULL, FULL, FULL, SHORT]);
  });

  it("counts no time-out of a question that was asked before an answer came", () => {
    const process = aProcess();
    const [answered, hanging] = [process.begin(), process.begin()];
    process.timeout.end(answered, process.now + 5_000, true);
    process.now += FULL;
    process.timeout.end(hanging, process.now, false);
    for (let count = 0; count < TIMEOUTS; count++) expect(process.timesOut()).toBe(FULL);
    expect(process.timesOut()).toBe(SHORT);
  });

  it.each([
    ["answers", 3_000, true],
    ["fails at once", 100, false],
  ])("is full again as soon as an agent that hung %s", (_, ms, answered) => {
    const process = aHangingOne();
    expect(process.timesOut()).toBe(SHORT);
    if (answered) expect(process.answersAfter(ms)).toBe(true);
    else expect(process.failsAfter(ms)).toBe("restored");
    for (let count = 0; count < TIMEOUTS; count++) expect(process.timesOut()).toBe(FULL);
    expect(process.timesOut()).toBe(SHORT);
  });

  it("takes a failure that comes only after the short time for a time-out: it keeps the worker as long", () => {
    const process = aProcess();
    const changes = Array.from({ length: TIMEOUTS }, () => process.failsAfter(10_000));
    expect(changes).toEqual([undefined, undefined, undefined, "shortened"]);
  });

  it("takes a timer that fires a moment early for a time-out", () => {
    const process = aHangingOne();
    expect(process.failsAfter(SHORT - 3)).toBeUndefined();
    expect(process.begin().timeoutMs).toBe(SHORT);
  });

  it("is shorter still after the first probe, but no more after others", () => {
    const process = aHangingOne();
    const times: number[] = [];
    for (let count = 0; count < 200; count++) times.push(process.timesOut());
    const [first, second, third] = times.flatMap((ms, at) => (ms === FULL ? [at] : []));
    expect(new Set(times.slice(0, first))).toEqual(new Set([SHORT]));
    expect(new Set(times.slice((first ?? 0) + 1, second))).toEqual(new Set([SHORTEST]));
    expect(new Set(times.slice((second ?? 0) + 1, third))).toEqual(new Set([SHORTEST]));
  });

  it("learns nothing from a deadline that was too near", () => {
    const process = aProcess();
    for (let count = 0; count < 5; count++) {
      expect(process.timesOut(12_000)).toBe(12_000);
      expect(process.timesOut(2_000)).toBe(2_000);
    }
    expect(process.timesOut(0)).toBe(0);
    expect(process.timesOut(-500)).toBe(-500);
    expect(process.timesOut()).toBe(FULL);
    const hanging = aHangingOne();
    expect(hanging.timesOut(2_000)).toBe(2_000);
    expect(hanging.timesOut(0)).toBe(0);
    expect(hanging.timesOut()).toBe(SHORT);
  });

  it("is the full one for a probe: after 60 seconds, then every two minutes", () => {
    const process = aHangingOne();
    const from = process.now;
    const probes: number[] = [];
    while (process.now < from + 600_000) {
      const at = process.now;
      if (process.timesOut() === FULL) probes.push(Math.round((at - from) / 1_000));
    }
    expect(probes).toHaveLength(5);
    const gaps = probes.map((at, nth) => at - (probes[nth - 1] ?? -31));
    expect(gaps[0]).toBeGreaterThanOrEqual(60);
    expect(gaps[0]).toBeLessThan(70);
    for (const gap of gaps.slice(1)) {
      expect(gap).toBeGreaterThanOrEqual(120);
      expect(gap).toBeLessThan(130);
    }
  });

  it("finds an agent that has come back, but slowly: no customer's three attempts fail for more than two minutes", () => {
    const process = aHangingOne();
    for (let count = 0; count < 40; count++) process.timesOut();
    const from = process.now;
    while (!process.answersAfter(12_000)) expect(process.now - from).toBeLessThan(125_000);
    for (let count = 0; count < 20; count++) expect(process.answersAfter(12_000)).toBe(true);
  });

  it("lasts as long as the probe's for those who are asked beside it: their worker is kept anyway", () => {
    const process = aHangingOne();
    process.now += 60_000;
    expect(process.begin().timeoutMs).toBe(FULL);
    expect(process.begin().timeoutMs).toBe(FULL);
    process.now += 2_000;
    expect(process.begin().timeoutMs).toBe(FULL - 2_000);
    process.now += 27_000;
    expect(process.begin().timeoutMs).toBe(SHORTEST);
  });

  it("leaves the probe to a question that has the time for it", () => {
    const process = aHangingOne();
    process.now += 60_000;
    expect(process.begin(20_000).timeoutMs).toBe(SHORT);
    expect(process.begin().timeoutMs).toBe(FULL);
  });

  it("gives a quiet shop the full time: who writes minutes later is the probe", () => {
    const process = aHangingOne();
    for (let count = 0; count < 5; count++) {
      process.now += 5 * 60_000;
      expect(process.timesOut()).toBe(FULL);
    }
  });

  it("comes to the full one also when the clock was set back", () => {
    const process = aHangingOne();
    process.now -= 3_600_000;
    expect(process.begin().timeoutMs).toBe(FULL);
    process.now += 31_000;
    expect(process.begin().timeoutMs).toBe(SHORTEST);
  });

  it("keeps its promises whatever the agent does", () => {
    const step = fc.record({
      session: fc.constantFrom("one", "two", "three"),
      pauseMs: fc.integer({ min: 0, max: 90_000 }),
      together: fc.integer({ min: 1, max: 10 }),
      availableMs: fc.integer({ min: 0, max: AMPLE }),
      takesMs: fc.integer({ min: 0, max: 60_000 }),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const timeout = new AdaptiveTimeout(FULL);
        let [now, isFull, hanging, lastFullAt] = [0, true, 0, 0];
        for (const { session, pauseMs, together, availableMs, takesMs, fails } of steps) {
          now += pauseMs;
          const calls = Array.from({ length: together }, () => timeout.begin(session, now, availableMs));
          for (const { timeoutMs } of calls) {
            expect(timeoutMs).toBeGreaterThanOrEqual(Math.min(availableMs, SHORTEST));
            expect(timeoutMs).toBeLessThanOrEqual(Math.min(availableMs, FULL));
            if (isFull) expect(timeoutMs).toBe(Math.min(availableMs, FULL));
          }
          // Nobody waits longer for a probe.
          if (availableMs >= FULL && now - lastFullAt >= TIMEOUT_RULE.probeEvery * FULL)
            expect(calls[0]?.timeoutMs).toBe(FULL);
          if ((calls[0]?.timeoutMs ?? 0) >= 0.9 * FULL) lastFullAt = now;
          const startedAt = now;
          now += Math.max(...calls.map(({ timeoutMs }) => Math.min(takesMs, timeoutMs)));
          const heard = calls.map((call) => {
            const inTime = takesMs < call.timeoutMs;
            const changed = timeout.end(
              call,
              startedAt + Math.min(takesMs, call.timeoutMs),
              inTime && !fails,
            );
            expect(changed === "restored").toBe(changed !== undefined && !isFull);
            if (changed) isFull = changed === "restored";
            return inTime && (!fails || takesMs < 0.9 * SHORTEST);
          });
          hanging = heard.includes(true) ? 0 : hanging + 1;
          if (heard.includes(true)) expect(isFull).toBe(true);
          if (!isFull) expect(hanging).toBeGreaterThanOrEqual(TIMEOUTS);
        }
      }),
    );
  });
});
