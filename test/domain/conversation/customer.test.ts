import { describe, expect, it } from "@jest/globals";
import { updatedCustomer, withNewIds } from "../../../lib/domain/conversation/customer.ts";

describe("a customer", () => {
  it("with another id keeps the name, and no former id", () => {
    const before = {
      userId: "US.1",
      phone: "111",
      parentUserId: "US.ENT.1",
      profileName: "Dana",
      username: "dana",
    };
    expect(withNewIds(before, { userId: "US.2" })).toEqual({
      userId: "US.2",
      profileName: "Dana",
      username: "dana",
    });
  });

  it("gains details with every message", () => {
    expect(updatedCustomer({ phone: "111" }, { userId: "US.1", profileName: "Dana" })).toEqual({
      phone: "111",
      userId: "US.1",
      profileName: "Dana",
    });
  });

  it("who has another user id now has no former phone", () => {
    expect(updatedCustomer({ userId: "US.1", phone: "111" }, { userId: "US.2" })).toEqual({ userId: "US.2" });
  });
});
