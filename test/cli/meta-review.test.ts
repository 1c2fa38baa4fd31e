import { describe, expect, it } from "@jest/globals";
import { reviewFindings } from "../../cli/setup/provider/meta-review.ts";
import type { MetaNumberState } from "../../lib/providers/meta/tools/account-responses.ts";

const review = async (number: MetaNumberState, business = {}, wabaId: string | undefined = "2") => {
  const account = {
    number: async () => ({ kind: "found", value: number }) as const,
    business: async () => ({ kind: "found", value: business }) as const,
  };
  const findings = await reviewFindings(account, { name: "support", phoneNumberId: "1", wabaId });
  return Object.fromEntries(
    findings.map(({ check, verdict, evidence, fix = "" }) => [
      check,
      `${verdict}: ${evidence} ${fix}`.trim(),
    ]),
  );
};

describe("what Meta reviews", () => {
  it.each([
    ["APPROVED", /^ok: "Lamps" is approved/],
    ["PENDING_REVIEW", /^warning: "Lamps" is under review.*phone number above the chat/],
    ["DECLINED", /^problem: Meta has declined "Lamps".*Change it/],
    ["AVAILABLE_WITHOUT_REVIEW", /^skipped: "Lamps" may be used/],
    [undefined, /^skipped: "Lamps" may be used/],
  ])("of a display name with the status %s", async (nameStatus, text) => {
    const state = { name: "Lamps", ...(nameStatus && { nameStatus }) };
    expect((await review(state))["display name"]).toMatch(text);
  });

  it.each([
    ["TIER_250", /250 customers in 24 hours.*A verified business may get 2,000/],
    ["TIER_2K", /2,000 customers in 24 hours, all numbers of your business together\.$/],
    ["TIER_100K", /100,000 customers/],
    ["TIER_UNLIMITED", /not limited either/],
    ["TIER_NEW", /a limited number of customers/],
  ])("of the limit %s, which replies do not count for", async (limit, text) => {
    const said = (await review({ limit }))["customers a day"];
    expect(said).toMatch(text);
    expect(said).toContain("Replies to customers who wrote in the last 24 hours are not limited.");
  });

  it("of the business and the account", async () => {
    expect((await review({}, { verification: "verified" }))["your business"]).toMatch(/^ok/);
    expect((await review({}, { verification: "not_verified" }))["your business"]).toMatch(/^warning/);
    expect((await review({}, { review: "PENDING" }))["your business"]).toMatch(/^warning.*still reviewing/);
    expect((await review({}, { review: "REJECTED" }))["your business"]).toMatch(/^problem/);
    expect(await review({}, {}, "")).not.toHaveProperty("your business");
  });

  it("of the payment: a missing method stops replies only after the free ones", async () => {
    const health = { canSend: "BLOCKED", blockedBy: [{ entity: "WABA", codes: ["141006"] }] };
    expect((await review({ health })).payment).toMatch(/^warning: There is no valid payment method.*1,000/);
    expect((await review({})).payment).toMatch(/^skipped: The first 1,000 replies a month are free/);
  });
});
