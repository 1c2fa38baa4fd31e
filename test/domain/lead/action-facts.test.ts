import { describe, expect, it } from "@jest/globals";
import { actionFacts } from "../../../lib/domain/lead/action-facts.ts";

const valuesOf = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(actionFacts(values)).map(([field, { value }]) => [field, value]));

describe("facts of an agent's action", () => {
  it("have one name whatever their spelling, with the agent as source", () => {
    expect(actionFacts({ constructor: "Acme" })).toEqual({ constructor: { value: "Acme", source: "agent" } });
    expect(
      actionFacts({
        "Full Name": " Dana Test ",
        email_address: "dana@example.com",
        phoneNumber: "+1 555 017 7001",
      }),
    ).toEqual({
      name: { value: "Dana Test", source: "agent" },
      email: { value: "dana@example.com", source: "agent" },
      phone: { value: "+1 555 017 7001", source: "agent" },
    });
  });

  it("keep the business's own fields, as text", () => {
    expect(valuesOf({ company: "Lamps & Co", seats: 12, newsletter: true })).toEqual({
      company: "Lamps & Co",
      seats: "12",
      newsletter: "true",
    });
  });

  it("never replace known values by an agent's made-up fillers", () => {
    expect(valuesOf({ name: "  ", email: "not given", phone: "unknown", budget: null })).toEqual({});
  });

  it("leave out nested values and unusable names", () => {
    expect(
      valuesOf({ address: { city: "Bonn" }, tags: ["a"], "": "x", "<script>": "x", __proto__x: "x" }),
    ).toEqual({});
  });

  it("are bounded in number and length", () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`field${index}`, "x".repeat(2000)]),
    );
    expect(Object.keys(actionFacts(many))).toHaveLength(30);
    expect(actionFacts(many).field0?.value).toHaveLength(500);
  });
});
