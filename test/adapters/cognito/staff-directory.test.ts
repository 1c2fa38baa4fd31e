import { afterEach, describe, expect, it } from "@jest/globals";
import { cognitoStaffDirectory } from "../../../lib/adapters/cognito/staff-directory.ts";
import { LOCAL_CREDENTIALS, REGION } from "../../../local/aws/services.ts";
import { CognitoEndpoint } from "../../../local/sign-in/cognito-endpoint.ts";
import { staffDirectoryContract } from "../../contracts/staff-directory-contract.ts";
import { readTemplate, stackWith } from "../../local/template/a-template.ts";

const template = readTemplate(await stackWith());
const userPoolId = template.resources("AWS::Cognito::UserPool")[0]?.ref() ?? "";
const started: CognitoEndpoint[] = [];
afterEach(async () => {
  for (const cognito of started.splice(0)) await cognito.stop();
});

async function start(pool = userPoolId) {
  const cognito = new CognitoEndpoint({ template });
  await cognito.start();
  started.push(cognito);
  const config = { endpoint: cognito.url, region: REGION, credentials: LOCAL_CREDENTIALS };
  const staff = cognitoStaffDirectory({ userPoolId: pool, callProfile: "person", config });
  return { cognito, staff };
}

staffDirectoryContract("Cognito", async () => {
  const { cognito, staff } = await start();
  return {
    staff,
    invited: cognito.invited,
    signIn: (user) => {
      const member = cognito.staff.find(user);
      if (member) cognito.staff.change(member, { status: "CONFIRMED" });
    },
  };
});

describe("the directory in Cognito", () => {
  it("goes on where an earlier call ended before the group and the mail", async () => {
    const { cognito, staff } = await start();
    cognito.staff.add({ user: "dora", email: "dora@example.com", name: undefined }, 0);
    expect(await staff.add({ email: "dora@example.com", admin: true })).toMatchObject({
      user: "dora",
      admin: true,
    });
    expect(cognito.staff.find("dora")?.groups).toEqual(["admin"]);
    expect(cognito.invited).toEqual(["dora@example.com"]);
  });

  it("ends the sessions of a member before it removes the member", async () => {
    const { cognito, staff } = await start();
    const ann = cognito.staff.find("ann");
    await staff.remove("ann");
    expect(ann?.signOuts).toBe(1);
    expect(cognito.staff.find("ann")).toBeUndefined();
  });

  it("finds an address with quotes and backslashes, and no other", async () => {
    const { staff } = await start();
    const email = 'o"neil\\@example.com';
    await staff.add({ email, name: "Kim", admin: false });
    expect(await staff.add({ email, name: "Kim", admin: false })).toMatchObject({ user: "Kim" });
    expect(await staff.add({ email: 'x" or email ^= "', name: "Kim", admin: false })).toBe("staff-exists");
  });

  it("throws when there is no such pool", async () => {
    const { staff } = await start("us-east-1_other");
    await expect(staff.list()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
