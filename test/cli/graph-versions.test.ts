import { describe, expect, it } from "@jest/globals";
import { versionFinding } from "../../lib/providers/meta/health/account-findings.ts";

const AUTUMN = Date.UTC(2026, 10, 28);
const at = (version: string, now = AUTUMN, served = version) =>
  versionFinding({ kind: "found", value: served }, version, now);

describe("the Graph API version in the settings", () => {
  it.each<[string, string, RegExp]>([
    ["v27.0", "ok", /when it ends is not known yet\.$/],
    ["v26.0", "ok", /until 2028-11-04\. The newest is v27\.0/],
    ["v25.0", "ok", /until 2028-07-29\. The newest is v27\.0/],
    ["v21.0", "warning", /v21\.0 ends on 2027-01-21/],
    ["v20.0", "problem", /v20\.0 ended on 2026-09-24/],
    ["v17.0", "problem", /v17\.0 ended years ago/],
    ["v28.0", "ok", /newer than what is known here/],
  ])("%s is %s in November 2026", (version, verdict, evidence) => {
    const finding = at(version);
    expect(finding).toMatchObject({ verdict, evidence: expect.stringMatching(evidence) });
    if (verdict !== "ok") expect(finding.fix).toContain('"graphVersion": "v25.0"');
  });

  it("is warned of three months before it ends, and not before", () => {
    expect(at("v25.0", Date.UTC(2028, 3, 1)).verdict).toBe("ok");
    expect(at("v25.0", Date.UTC(2028, 4, 15))).toMatchObject({
      verdict: "warning",
      evidence: "v25.0 ends on 2028-07-29.",
    });
    expect(at("v25.0", Date.UTC(2028, 6, 29)).verdict).toBe("problem");
  });

  it("is to be replaced by the one that was tried, and by the newest that is out when that one ends itself", () => {
    expect(at("v25.0", AUTUMN, "v26.0").fix).toContain("v27.0");
    expect(at("v25.0", Date.UTC(2026, 9, 1), "v26.0").fix).toContain("v26.0");
    expect(at("v21.0", Date.UTC(2028, 6, 1)).fix).toContain("v27.0");
  });

  it("is a problem when Meta answers it with another one", () => {
    expect(at("v25.0", AUTUMN, "v26.0")).toMatchObject({
      verdict: "problem",
      evidence: "Meta answered v25.0 with v26.0.",
    });
  });
});
