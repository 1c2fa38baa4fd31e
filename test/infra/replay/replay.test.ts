import { describe, expect, it } from "@jest/globals";
import { type Monitoring, monitoringOf } from "../../support/cloudwatch/deployed-alarms.ts";
import { EVERYTHING, templateOf } from "../synthesized.ts";
import { FAULTS, type Fault } from "./faults.ts";
import { playFault, playOneCustomer, playOneTurnedAway, playQuietMonth, type Ring } from "./play.ts";
import { DAY, HOUR } from "./traffic.ts";

/** Messages a day. */
const SHOP = 20;
const LARGE = 20_000;

const alerts = { ...EVERYTHING.alerts, billedPerDay: 500 };
const monitoring: Monitoring = monitoringOf(templateOf({ ...EVERYTHING, alerts }));
const names = monitoring.alarms.map(({ AlarmName }) => AlarmName.replace("chatsby-whatsapp-dev-", ""));

describe("a quiet month", () => {
  it.each([
    [SHOP, 1],
    [SHOP, 2],
    [SHOP, 3],
    [LARGE, 1],
  ])("of %i messages a day rings nothing (seed %i)", (perDay, seed) => {
    expect(playQuietMonth(monitoring, perDay, seed)).toEqual([]);
  });
});

describe("one customer alone rings nothing", () => {
  it.each([
    ["who cannot be reached", "undeliverable"],
    ["whom the agent fails again and again", "agentFails"],
    ["whose replies are refused", "refused"],
    ["who says stop and start", "stops"],
  ] as const)("%s", (_, trouble) => {
    expect(playOneCustomer(monitoring, SHOP, trouble)).toEqual([]);
  });
});

it("one webhook that the API turned away tells a person at once: Twilio does not repeat it", () => {
  const rings = playOneTurnedAway(monitoring, SHOP);
  expect(rings.map(({ alarm }) => alarm)).toEqual(["WebhookFailing"]);
  expect(rings.at(0)?.at).toBeLessThanOrEqual(12 * HOUR + 2);
});

/** Wednesday's morning, Thursday's evening, Saturday's afternoon. */
const STARTS = [2 * DAY + 10.5 * HOUR, 3 * DAY + 20 * HOUR, 5 * DAY + 15 * HOUR];

const faultNamed = (name: string) => {
  const fault = FAULTS[name];
  if (!fault) throw new Error(`${name} is not a fault.`);
  return fault;
};
const isTold = (rings: readonly Ring[], alarms: readonly string[], before: number) =>
  rings.some(({ alarm, at }) => alarms.includes(alarm) && at <= before);

describe("a fault tells a person within an hour of the third customer", () => {
  it.each(Object.keys(FAULTS))("%s, in a shop", (name) => {
    const fault = faultNamed(name);
    const told = STARTS.map((start) => {
      const { rings, third } = playFault(monitoring, fault, { perDay: SHOP, start, hours: 48 });
      // Sometimes no third one comes within a day.
      return third === undefined ? "not yet" : isTold(rings, fault.alarms, third + HOUR);
    });
    expect(told).not.toContain(false);
    expect(told).toContain(true);
  });

  it.each(Object.keys(FAULTS).map((name, at) => [name, STARTS[at % STARTS.length] ?? 0] as const))(
    "%s, in a large business (from minute %i of the week)",
    (name, start) => {
      const fault = faultNamed(name);
      const { rings, third = 0 } = playFault(monitoring, fault, { perDay: LARGE, start, hours: 3 });
      expect(isTold(rings, fault.alarms, third + HOUR)).toBe(true);
      // The others that it is for ring too, and none rings again and again.
      const rung = Object.groupBy(rings, ({ alarm }) => alarm);
      for (const alarm of fault.alarms) expect(rung).toHaveProperty(alarm);
      for (const alarm of fault.silent ?? []) expect(rung).not.toHaveProperty(alarm);
      for (const [alarm, times = []] of Object.entries(rung))
        if (!alarm.endsWith("-again")) expect({ alarm, times: times.length }).toEqual({ alarm, times: 1 });
    },
  );

  it.each([
    [2, []],
    [5, ["TurnsFailed", "AgentFailing"]],
  ] as const)("an agent that hangs for %i minutes, in a large business: %j", (minutes, told) => {
    const [start, hangs] = [STARTS[0] ?? 0, faultNamed("the agent hangs")];
    const fault: Fault = {
      ...hangs,
      hit: (scene, at, customer) => at < start + minutes && hangs.hit?.(scene, at, customer) === true,
    };
    const { rings } = playFault(monitoring, fault, { perDay: LARGE, start, hours: 3 });
    expect(rings.map(({ alarm }) => alarm)).toEqual(told);
  });

  it("is asked of every alarm", () => {
    const tried = new Set(Object.values(FAULTS).flatMap(({ alarms }) => alarms));
    expect([...tried].toSorted()).toEqual(names.filter((name) => !name.endsWith("-again")).toSorted());
  });
});
