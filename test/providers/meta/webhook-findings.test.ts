import { describe, expect, it } from "@jest/globals";
import { WEBHOOK_FIELDS, webhookFindings } from "../../../lib/providers/meta/health/webhook-findings.ts";

const URL = "https://api.example.org/webhooks/meta";
const subscribedTo = (fields: readonly string[]) =>
  webhookFindings({ kind: "found", value: { url: URL, active: true, fields } }, URL);

describe("the app's subscription", () => {
  it("is well with all that the system handles, and with more", () => {
    for (const more of [[], ["calls"]])
      expect(subscribedTo([...WEBHOOK_FIELDS, ...more])).toMatchObject([{ verdict: "ok" }]);
  });

  it("is a warning when what Meta reports of numbers and templates does not arrive", () => {
    expect(subscribedTo(WEBHOOK_FIELDS.filter((field) => field !== "account_update"))).toMatchObject([
      { verdict: "warning", evidence: expect.stringMatching(/^Not subscribed: account_update\./) },
    ]);
  });

  it("is a problem without messages, whatever else is missing", () => {
    expect(subscribedTo(["account_update"])).toMatchObject([{ verdict: "problem" }]);
  });
});
