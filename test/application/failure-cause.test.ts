import { describe, expect, it } from "@jest/globals";
import { failureClass } from "../../lib/application/sending/failure-class.ts";
import { metaFailureAction, metaFailureCause } from "../../lib/providers/meta/sending/failure-actions.ts";
import {
  twilioFailureAction,
  twilioFailureCause,
} from "../../lib/providers/twilio/sending/failure-actions.ts";

describe("a message that failed", () => {
  it.each(["131026", "131049", "130472", "131021", "131050"])("lies with its recipient at Meta: %s", (code) =>
    expect(metaFailureCause(code)).toBe("recipient"),
  );

  it.each(["21211", "21610", "63003", "63024", "63032", "63033", "63049", "63050"])(
    "lies with its recipient at Twilio: %s",
    (code) => expect(twilioFailureCause(code)).toBe("recipient"),
  );

  it.each([
    "131008",
    "131030",
    "131053",
    "132000",
    "132012",
    "100",
    "130497",
    "unknown",
    "http_401",
    "number-not-configured",
    "999999",
  ])("is the business's to fix otherwise: %s", (code) => {
    expect(metaFailureCause(code)).toBe("business");
    expect(twilioFailureCause(code)).toBe("business");
  });

  it("is counted apart when it lies with the recipient, and by what it asks for otherwise", () => {
    const meta = (code: string) => failureClass(metaFailureAction(code), metaFailureCause(code));
    expect(["131026", "132000", "131050", "190", "130429", "131047"].map(meta)).toEqual([
      "recipient",
      "refused",
      "opted-out",
      "blocked",
      "throttled",
      "window",
    ]);
    expect(failureClass(twilioFailureAction("63024"), twilioFailureCause("63024"))).toBe("recipient");
  });
});
