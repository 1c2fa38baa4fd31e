import { describe, expect, it } from "@jest/globals";
import { notDone } from "../../../cli/setup/not-done.ts";

const PROD = { local: false, stage: "prod", options: { wait: 120 } };
const textOf = ({ message, details }: ReturnType<typeof notDone>) => [message, ...details].join("\n");

describe("a setup that ends without an answered message", () => {
  it.each([
    ["meta", /published \(Live\).*docs\/setup-meta\.md#6/],
    ["twilio", /joined.*docs\/setup-twilio\.md#5/],
  ] as const)("names what no API of %s tells, when none arrived", (provider, hint) => {
    const text = textOf(notDone(PROD, provider, "nothing"));
    expect(text).toContain("within 120 seconds. None arrived.");
    expect(text).toContain("npm run wa -- doctor --stage prod");
    expect(text).toMatch(hint);
  });

  it.each(["refused", "recorded", "failed"] as const)("does not, when one came: %s", (outcome) => {
    expect(textOf(notDone(PROD, "meta", outcome))).not.toContain("published");
  });

  it("does not on the local stack, whose provider is a stand-in", () => {
    expect(textOf(notDone({ ...PROD, local: true }, "meta", "nothing"))).not.toContain("published");
  });
});
