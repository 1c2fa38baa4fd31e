import { describe, expect, it } from "@jest/globals";
import { writePath } from "../../lib/http-api/write-path.ts";
import { operations } from "../../lib/operator-api/operations.ts";

describe("the path of a call", () => {
  it("takes the parameters that it names, and puts the others into the query", () => {
    expect(writePath(operations.outbound, { conversation: "c1", outbound: "r1" })).toBe("c1/outbound/r1");
    expect(writePath(operations.show, { conversation: "c1", messages: "200" })).toBe("c1?messages=200");
    expect(writePath(operations.handoffs)).toBe("handoffs");
  });

  it("leaves out parameters without a value", () => {
    expect(writePath(operations.leads, { cursor: undefined })).toBe("leads");
  });

  it("lets no value become a part of the path or another parameter", () => {
    expect(writePath(operations.campaign, { campaign: "a/b?c=d" })).toBe("campaigns/a%2Fb%3Fc%3Dd");
    expect(writePath(operations.templates, { number: "support&x=1" })).toBe(
      "templates?number=support%26x%3D1",
    );
  });
});
