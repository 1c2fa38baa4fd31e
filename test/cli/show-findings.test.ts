import { describe, expect, it } from "@jest/globals";
import { showFindings } from "../../cli/doctor/show-findings.ts";
import { outputTo } from "../../cli/output.ts";

const finding = {
  check: "meta.phone-number-id",
  number: "support",
  verdict: "problem",
  evidence: "Meta knows no such phone number id, or the token has no access to the account that owns it.",
  fix: "Copy the Phone number ID from WhatsApp > API Setup, and give the system user the account.",
} as const;

const shownAt = (width: number) => {
  let out = "";
  showFindings(
    [finding],
    outputTo({ out: (text) => (out += text), err: () => undefined, colour: false }),
    width,
  );
  return out.trimEnd().split("\n");
};

describe("a finding", () => {
  it.each([60, 75, 76, 100, 140])("fits into %i columns", (width) => {
    expect(Math.max(...shownAt(width).map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it("stands beside its name, and below it on a narrow terminal", () => {
    expect(shownAt(100)[0]).toMatch(/^ {2}✗ meta\.phone-number-id \(support\) +Meta knows/);
    expect(shownAt(60).slice(0, 2)).toEqual([
      "  ✗ meta.phone-number-id (support)",
      "      Meta knows no such phone number id, or the token has",
    ]);
  });
});
