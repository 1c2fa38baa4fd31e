import { describe, expect, it } from "@jest/globals";
import type { Cloud, MetricQuery, MetricValue } from "../../cli/cloud/cloud.ts";
import { estimate } from "../../cli/cost/estimate.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { KNOWN_MARKETS, ratesOf, sameForAll } from "../../lib/domain/cost/vendor-rates.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";

/** Half of November 2026. */
const NOW = Date.UTC(2026, 10, 16);

function cloudWith(counted: Record<string, MetricValue[]>, local = false): Cloud {
  const unused = async () => undefined;
  return {
    stage: "prod",
    local,
    outputs: {},
    settings: completeSettings(DEMO_SETTINGS, "test"),
    secret: { read: unused, write: async () => undefined },
    queue: unused,
    deadLetters: () => undefined,
    metric: async ({ name, stat, since, until }) => {
      const adds = name === "AnswerDelay" ? "SampleCount" : "Sum";
      expect([stat, since, until]).toEqual([adds, Date.UTC(2026, 10, 1), NOW]);
      return counted[name] ?? [];
    },
    logs: async () => [],
    alarms: async () => [],
    oldestSeconds: async () => undefined,
    crashes: async () => [],
    crashLines: async () => [],
    subscribers: async () => [],
  };
}

const at = (number: string, value: number, category?: string): MetricValue => ({
  by: { number, ...(category && { category }) },
  value,
});
/** Of the demo's two numbers, without alarms: a composite alarm, 13 metrics, the secret, two queues. */
const STANDING = 0.5 + 13 * 0.3 + 0.4 + 0.591;
/** A quiet month of the demo's numbers. */
const QUIET = {
  InboundMessages: [at("support", 2)],
  AnswerDelay: [at("support", 2)],
  PartsSent: [at("support", 2)],
  FreeMessages: [at("support", 2, "service")],
};

describe("the month's estimate", () => {
  const withMedia = (media: object, counted: Record<string, MetricValue[]>) => {
    const cloud = cloudWith({ ...QUIET, ...counted });
    return estimate({ ...cloud, settings: completeSettings({ ...DEMO_SETTINGS, media }, "test") }, NOW, {});
  };
  const MEDIA = { voice: "transcribe", images: "describe", documents: "read" } as const;
  const GIVEN = {
    VoiceSeconds: [{ by: {}, value: 36_000 }],
    ImagesDescribed: [{ by: {}, value: 1_000 }],
    DocumentsRead: [{ by: {}, value: 100 }],
  };

  it("counts what was understood with Amazon's engine, and nothing where media is off", async () => {
    const without = await withMedia({}, GIVEN);
    const found = await withMedia(MEDIA, GIVEN);
    expect(without.media).toEqual({ voiceSeconds: 0, images: 0, documents: 0, usd: 0 });
    expect(found.media).toMatchObject({ voiceSeconds: 36_000, images: 1_000, documents: 100 });
    expect(found.media.usd).toBeCloseTo(14.4 + 1.3 + 0.5);
    expect(Number(found.aws) - Number(without.aws)).toBeCloseTo(16.2);
    expect((await withMedia(MEDIA, {})).media.usd).toBe(0);
  });

  it("knows no price of another model, and adds nothing of another engine to AWS's bill", async () => {
    const own = await withMedia({ ...MEDIA, engine: { kind: "aws", model: "x.y" } }, GIVEN);
    expect([own.media.usd, own.aws]).toEqual(["unknown", "unknown"]);
    const other = await withMedia({ ...MEDIA, engine: { kind: "openai" } }, GIVEN);
    expect(other.media.usd).toBe("unknown");
    expect(other.aws).not.toBe("unknown");
  });

  it.each([
    ["ids", 3],
    ["off", 0],
  ] as const)(
    "counts one EventBridge event for each message in and out, where they are on: %s",
    async (messages, usd) => {
      const busy = { ...QUIET, InboundMessages: [at("support", 1e6)], PartsSent: [at("support", 2e6)] };
      const cloud = cloudWith(busy);
      const { events } = cloud.settings;
      const found = await estimate(
        { ...cloud, settings: { ...cloud.settings, events: { ...events, messages } } },
        NOW,
        {},
      );
      expect(found.aws).toBeCloseTo(usd + STANDING / 2, 2);
    },
  );

  it("charges what Meta says is billed, each category at its rate, and goes on like this to the month's end", async () => {
    const found = await estimate(
      cloudWith({
        ...QUIET,
        AnswerDelay: [at("support", 10_000)],
        BilledMessages: [
          at("support", 9_000, "service"),
          at("support", 500, "marketing"),
          at("support", 100, "utility"),
        ],
        FreeMessages: [at("support", 1_000, "service")],
      }),
      NOW,
      { service: 0.01, utility: 0.02, marketing: 0.09 },
    );
    const [support] = found.numbers;
    expect(support).toMatchObject({
      answered: 10_000,
      billed: { service: 9_000, marketing: 500, utility: 100 },
      freeLeft: 0,
      twilio: 0,
    });
    expect(support?.whatsapp).toBeCloseTo(90 + 45 + 2);
    expect(found.aws).toBeCloseTo(0.67 + STANDING / 2);
    expect(found.forecast).toBeCloseTo(Number(found.total) * 2);
  });

  it("takes what Twilio sent beyond the free messages as billed, and adds Twilio's own fee both ways", async () => {
    const found = await estimate(
      cloudWith({ ...QUIET, InboundMessages: [at("sales", 800)], PartsSent: [at("sales", 1_200)] }),
      NOW,
      sameForAll(0.01),
    );
    const sales = found.numbers.find(({ number }) => number === "sales");
    expect(sales).toMatchObject({ billed: { service: 200 }, free: 1_000, freeLeft: 0 });
    expect(sales?.whatsapp).toBeCloseTo(2);
    expect(sales?.twilio).toBeCloseTo(10);
  });

  it("counts nothing of AWS for the local stack", async () => {
    expect(await estimate(cloudWith(QUIET, true), NOW, {})).toMatchObject({ aws: 0, total: 0 });
  });

  it("reports a metric without a series as unknown, not as zero", async () => {
    const found = await estimate(cloudWith({}), NOW, sameForAll(0.01));
    expect(found.numbers[0]).toEqual({
      number: "support",
      provider: "meta",
      inbound: "unknown",
      answered: "unknown",
      sent: "unknown",
      billed: "unknown",
      free: "unknown",
      freeLeft: "unknown",
      whatsapp: "unknown",
      twilio: 0,
    });
    expect(found.numbers.find(({ provider }) => provider === "twilio")).toMatchObject({
      whatsapp: "unknown",
      twilio: "unknown",
    });
    expect(found).toMatchObject({ aws: "unknown", total: "unknown", forecast: "unknown" });
    expect(found.standing).toBeCloseTo(STANDING / 2);
  });

  it("knows the zero of a number where others have values, and of billed messages where there are free ones", async () => {
    const { numbers } = await estimate(cloudWith(QUIET), NOW, {});
    expect(numbers.find(({ number }) => number === "support")).toMatchObject({
      billed: {},
      free: 2,
      freeLeft: 998,
      whatsapp: 0,
    });
    expect(numbers.find(({ number }) => number === "sales")).toMatchObject({
      inbound: 0,
      sent: 0,
      whatsapp: 0,
      twilio: 0,
    });
  });

  it("leaves a category whose rate nobody knows unknown, and with it the sum", async () => {
    const billed = [at("support", 10, "service"), at("support", 1, "marketing_lite")];
    const found = await estimate(cloudWith({ ...QUIET, BilledMessages: billed }), NOW, sameForAll(0.01));
    expect(found.numbers[0]).toMatchObject({
      billed: { service: 10, marketing_lite: 1 },
      whatsapp: "unknown",
    });
    expect(found.total).toBe("unknown");
  });
});

describe("the table of rates", () => {
  it.each<[string, number, number]>([
    ["US", 0.0034, 0.025],
    ["ca", 0.0034, 0.025],
    ["CO", 0.0008, 0.0125],
    ["DE", 0.055, 0.1365],
    ["KE", 0.004, 0.0225],
    ["GE", 0.0212, 0.086],
    ["rest-of-western-europe", 0.0171, 0.0592],
  ])("knows %s: service costs what utility costs, marketing is dearer", (market, utility, marketing) => {
    expect(ratesOf(market)).toEqual({ service: utility, utility, authentication: utility, marketing });
  });

  it("guesses no market", () => {
    expect(ratesOf("XX")).toBeUndefined();
    expect(ratesOf("")).toBeUndefined();
    expect(new Set(KNOWN_MARKETS).size).toBe(KNOWN_MARKETS.length);
    for (const market of KNOWN_MARKETS)
      expect(ratesOf(market)?.marketing).toBeGreaterThan(ratesOf(market)?.service ?? Number.NaN);
  });
});

describe("the estimate asks", () => {
  it("for each number's series by name, because a search finds none that was silent for two weeks", async () => {
    const asked: MetricQuery[] = [];
    const metric = async (query: MetricQuery) => {
      asked.push(query);
      return [];
    };
    const cloud = { ...cloudWith({}), metric };
    await estimate(cloud, NOW, {});
    const billed = asked.find(({ name }) => name === "BilledMessages");
    expect(billed?.series).toContainEqual({ service: "delivery", number: "sales", category: "marketing" });
    expect(asked.find(({ name }) => name === "PartsSent")?.series).toContainEqual({
      service: "worker",
      number: "support",
    });
  });
});
