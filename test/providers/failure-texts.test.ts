import { describe, expect, it } from "@jest/globals";
import { FAILURES } from "../../lib/providers/failures.ts";
import { listedFailureAction as metaAction } from "../../lib/providers/meta/sending/failure-actions.ts";
import { listedFailureAction as twilioAction } from "../../lib/providers/twilio/sending/failure-actions.ts";

const CODES = Array.from({ length: 140_000 }, (_, code) => String(code));

describe("what staff read of a failed message", () => {
  it.each([
    ["meta", metaAction, 60],
    ["twilio", twilioAction, 50],
  ] as const)("is a sentence for each code that is listed: %s", (provider, listedAction, atLeast) => {
    const listed = CODES.filter((code) => listedAction(code) !== undefined);
    expect(listed.length).toBeGreaterThan(atLeast);
    expect(listed.filter((code) => FAILURES[provider].failureText(code) === undefined)).toEqual([]);
    for (const code of CODES) {
      const text = FAILURES[provider].failureText(code);
      if (text !== undefined) expect(text).toMatch(/^[A-Z][^\n]{10,}\.$/);
    }
  });

  it("tells what to do about a closed window, an opt-out, and a customer who cannot be reached", () => {
    for (const text of [FAILURES.meta.failureText("131047"), FAILURES.twilio.failureText("63016")])
      expect(text).toMatch(/24 hours.*template/);
    for (const text of [FAILURES.meta.failureText("131026"), FAILURES.twilio.failureText("63024")])
      expect(text).toMatch(/cannot deliver to this customer/);
    expect(FAILURES.twilio.failureText("21610")).toMatch(/opted out/);
    expect(FAILURES.meta.failureText("200")).toMatch(/admin/);
  });
});

describe("what the operator does about a failed message", () => {
  it.each([
    ["meta", metaAction],
    ["twilio", twilioAction],
  ] as const)("is said for each code that stops the number: %s", (provider, listedAction) => {
    const { failureFix } = FAILURES[provider];
    const stopping = CODES.filter((code) => ["stop", "spam"].includes(listedAction(code) ?? ""));
    expect(stopping.length).toBeGreaterThan(10);
    for (const code of stopping) expect(failureFix(code, "support")).toContain("resume-number support");
    expect(failureFix("no-such-code", "support")).toBeUndefined();
  });

  it("names the credential, the payment and the template", () => {
    const meta = (code: string) => FAILURES.meta.failureFix(code, "support");
    expect(meta("190")).toContain("wa -- secrets set meta.accessToken");
    expect(meta("131042")).toMatch(/payment method/);
    expect(meta("132015")).toContain("wa -- templates --number support");
    expect(FAILURES.twilio.failureFix("20003", "sales")).toContain("secrets rotate twilio.authTokens");
  });
});
