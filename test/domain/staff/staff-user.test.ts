import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { nameOfUser, staffUser } from "../../../lib/domain/staff/staff-user.ts";

describe("the name that colleagues read", () => {
  it.each([
    [{ email: "ann@example.com", name: "Ann Lee" }, "Ann_Lee"],
    [{ email: "ann.lee+wa@example.com" }, "ann.lee+wa"],
    [{ email: "ann@example.com", name: "  Zoë  O'Neil " }, "Zoë_O_Neil"],
    [{ email: "ann@example.com", name: "李 明" }, "李_明"],
    [{ email: "ann@example.com", name: "सीता" }, "सीता"],
    [{ email: "ann@example.com", name: '"\\"' }, "ann"],
    [{ email: "ann@example.com", name: "ben@example.org" }, "ben_example.org"],
    [{ email: '"@"@example.com' }, "staff"],
  ])("of %j is %s", (member, user) => {
    expect(staffUser(member)).toBe(user);
  });

  it("is one that Cognito and the inbox API take, whatever was given", () => {
    fc.assert(
      fc.property(
        fc.emailAddress(),
        fc.option(fc.string({ unit: "grapheme" }), { nil: undefined }),
        (email, name) => {
          const user = staffUser({ email, name });
          expect(user).toMatch(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u);
          expect(user).toMatch(/^[^\s"\\@]{1,100}$/);
        },
      ),
    );
  });

  it("reads as people write it", () => {
    expect(nameOfUser("Ann_Lee")).toBe("Ann Lee");
  });
});
