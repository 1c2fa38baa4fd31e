import { describe, expect, it } from "@jest/globals";
import { type InboxRequest, memberOf } from "../../../functions/inbox/member.ts";

const withClaims = (claims: Record<string, unknown> | undefined) =>
  ({ requestContext: { authorizer: claims && { jwt: { claims } } } }) as unknown as InboxRequest;

describe("who calls the inbox", () => {
  it.each([
    ["[staff]", { user: "ann", admin: false }],
    ["[admin]", { user: "ann", admin: true }],
    ["[staff admin]", { user: "ann", admin: true }],
    ["[others staff]", { user: "ann", admin: false }],
    ["[eu:admin staff]", { user: "ann", admin: false }],
    ["admin", { user: "ann", admin: true }],
  ])("is a member by the groups %s", (groups, member) => {
    expect(memberOf(withClaims({ username: "ann", "cognito:groups": groups }))).toEqual(member);
  });

  it.each([
    ["[]"],
    [""],
    ["[administrators]"],
    ["[not-staff]"],
    ["[staff_of_another_shop]"],
    ["[shop/admin staff.sales]"],
    ["[[admin]]"],
    ["[admin,staff]"],
    [undefined],
  ])("is no member by the groups %s", (groups) => {
    expect(memberOf(withClaims({ username: "ann", "cognito:groups": groups }))).toBe("not-staff");
  });

  it.each([[undefined], [{}], [{ username: "" }], [{ username: 7, "cognito:groups": "[admin]" }]])(
    "is nobody by the claims %p",
    (claims) => {
      expect(memberOf(withClaims(claims))).toBeUndefined();
    },
  );
});
