import { describe, expect, it } from "@jest/globals";
import { underNewId, withNews } from "../../../lib/domain/conversation/customer.ts";

describe("a customer", () => {
  it("under another id keeps the name and no id of before", () => {
    const before = { userId: "US.1", phone: "111", parentUserId: "US.ENT.1", profileName: "Dana", username: "dana" };
    expect(underNewId(before, { userId: "US.2" })).toEqual({ userId: "US.2", profileName: "Dana", username: "dana" });
  });

  it("is known better with every message", () => {
    expect(withNews({ phone: "111" }, { userId: "US.1", profileName: "Dana" })).toEqual({
      phone: "111",
      userId: "US.1",
      profileName: "Dana",
    });
  });

  it("who has another user id now has no former phone", () => {
    expect(withNews({ userId: "US.1", phone: "111" }, { userId: "US.2" })).toEqual({ userId: "US.2" });
  });
});
