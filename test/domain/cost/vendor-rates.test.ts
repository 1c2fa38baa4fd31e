import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import {
  FREE_SERVICE_MESSAGES,
  MARKET_RATES,
  RATES_AS_OF,
  ratesOf,
  TWILIO_FEE_USD,
} from "../../../lib/domain/cost/vendor-rates.ts";
import { Costs } from "../../../local/page/watch/costs.ts";

const read = (path: string) => readFileSync(path, "utf8").replaceAll(/\s+/g, " ");

describe("vendors' prices", () => {
  it("are the same in the documents' table", () => {
    const page = readFileSync("docs/performance.md", "utf8");
    const [, section = ""] = page.split("### What does WhatsApp charge?");
    const rows = [...section.matchAll(/^\| (\S+) \| ([\d.]+) \| ([\d.]+) \|$/gm)].map(
      ([, market = "", service, marketing]) => ({
        market: market.toUpperCase(),
        marketing: Number(marketing),
        service: Number(service),
      }),
    );
    expect(rows).toEqual(MARKET_RATES);
    expect(section).toContain(`from ${RATES_AS_OF}`);
    expect(section).toContain(`${TWILIO_FEE_USD} USD`);
    expect(section.replaceAll(/\s+/g, " ")).toContain(
      `first ${FREE_SERVICE_MESSAGES.toLocaleString("en")} service messages`,
    );
  });

  it.each(["README.md", "docs/setup-meta.md", "docs/setup-twilio.md"])(
    "lie in the range that %s gives",
    (path) => {
      const service = MARKET_RATES.map((each) => each.service);
      const [, from, to] = /([\d.]+) to ([\d.]+) USD/.exec(read(path)) ?? [];
      expect([Number(from), Number(to)]).toEqual([Math.min(...service), Math.max(...service)]);
    },
  );

  it("of a market are those by which the local page counts", () => {
    const costs = new Costs();
    const chat = { customer: "US.1", number: "support" };
    costs.count(chat, true);
    expect(costs.of(chat)).toMatchObject({
      billed: 1,
      amount: ratesOf("US")?.service,
      rate: ratesOf("US")?.service,
    });
  });
});
