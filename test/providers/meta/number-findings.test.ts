import { describe, expect, it } from "@jest/globals";
import { numberFindings } from "../../../lib/providers/meta/health/number-findings.ts";
import type { MetaNumberState } from "../../../lib/providers/meta/tools/account-responses.ts";

const found = (value: MetaNumberState, check: string) =>
  numberFindings({ kind: "found", value }, "support").find((each) => each.check === check);
const blocked = (...by: [string, string][]) => ({
  canSend: "BLOCKED",
  blockedBy: by.map(([entity, code]) => ({ entity, codes: [code] })),
});

describe("a number that is not registered", () => {
  it.each(["PENDING", "UNVERIFIED", "DISCONNECTED"])("is a problem that setup removes: %s", (status) => {
    expect(found({ status }, "meta.number")).toMatchObject({
      verdict: "problem",
      evidence: expect.stringContaining(`not registered (${status})`),
      fix: "`npm run wa -- setup` registers it.",
      inSetup: expect.any(String),
    });
  });

  it.each(["BANNED", "DELETED", "MIGRATED", "SOMETHING_NEW"])("setup cannot remove %s", (status) => {
    const finding = found({ status }, "meta.number");
    expect(finding).toMatchObject({ verdict: "problem" });
    expect(finding).not.toHaveProperty("inSetup");
  });
});

describe("a block by Meta", () => {
  it.each<[string, MetaNumberState, boolean]>([
    ["of an unregistered number", { status: "PENDING", health: blocked(["PHONE_NUMBER", "1"]) }, true],
    ["of a connected number", { status: "CONNECTED", health: blocked(["PHONE_NUMBER", "1"]) }, false],
    ["without a payment method", { status: "CONNECTED", health: blocked(["WABA", "131042"]) }, true],
    [
      "without a payment method, of a locked account",
      { status: "CONNECTED", health: blocked(["WABA", "141006"], ["BUSINESS", "131031"]) },
      false,
    ],
    ["of the app of an unregistered number", { status: "PENDING", health: blocked(["APP", "1"]) }, false],
  ])("decides whether setup goes on: %s", (_, state, goesOn) => {
    const finding = found(state, "meta.health");
    expect(finding).toMatchObject({ verdict: "problem" });
    expect(finding?.inSetup !== undefined).toBe(goesOn);
  });
});

it.each(["FLAGGED", "RESTRICTED"])("a number that is %s still answers, so setup goes on", (status) => {
  expect(found({ status }, "meta.number")).toMatchObject({
    verdict: "problem",
    inSetup: expect.stringContaining("customers who write get answers"),
  });
});

it.each(["NOT_VERIFIED", "EXPIRED"])("%s matters only before the number is connected", (verification) => {
  expect(found({ status: "CONNECTED", verification }, "meta.verification")).toBeUndefined();
  expect(found({ status: "PENDING", verification }, "meta.verification")).toMatchObject({
    verdict: "warning",
  });
});
