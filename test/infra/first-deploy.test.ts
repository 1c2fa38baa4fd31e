import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { findFirstDeploy, lifeOf, parseFirstDeploy } from "../../infra/settings/first-deploy.ts";

const HERE = "123456789012";
const STACK = "ChatsbyWhatsapp-prod";

/** To DescribeStacks and to GetCallerIdentity. */
let answers: { stack: { code: number; text: string }; identity: { code: number; text: string } };
const isNone = {
  code: 400,
  text: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${STACK} does not exist</Message></Error></ErrorResponse>`,
};
const isDenied = {
  code: 403,
  text: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
};
const identity = (account: string) => ({
  code: 200,
  text: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/dana</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
});
const inStatus = (status: string, account = HERE) => ({
  code: 200,
  text: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${STACK}</StackName><StackId>arn:aws:cloudformation:eu-west-1:${account}:stack/${STACK}/1</StackId><CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>${status}</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});

let server: Server;
const saved = { ...process.env };
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString("utf8");
    const { code, text } = body.includes("GetCallerIdentity") ? answers.identity : answers.stack;
    response.writeHead(code, { "content-type": "text/xml" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url(),
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
  });
});
afterEach(() => expect(process.env.AWS_ENDPOINT_URL).toBe(url()));
afterAll(() => {
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
    if (saved[name] === undefined) delete process.env[name];
    else process.env[name] = saved[name];
  }
  server.close();
});
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const life = (change: Partial<typeof answers>) => {
  answers = { stack: isNone, identity: identity(HERE), ...change };
  return lifeOf(STACK, { account: HERE, region: "eu-west-1", env: { AWS_ENDPOINT_URL: url() } });
};

describe("whether a stack has ever run", () => {
  it.each([
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    "CREATE_FAILED",
    "REVIEW_IN_PROGRESS",
    "CREATE_IN_PROGRESS",
    "ROLLBACK_IN_PROGRESS",
  ])("is answered with no for %s", async (status) => {
    expect(await life({ stack: inStatus(status) })).toBe("never-ran");
  });

  it.each([
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_FAILED",
    "DELETE_FAILED",
    "IMPORT_COMPLETE",
    "SOMETHING_NEW",
  ])("is answered with yes for %s", async (status) => {
    expect(await life({ stack: inStatus(status) })).toBe("has-run");
  });

  it("is answered with no where there is no such stack in the account that is deployed to", async () => {
    expect(await life({})).toBe("never-ran");
  });

  it("is unknown where these credentials are another account's, because a missing stack proves nothing then", async () => {
    expect(await life({ identity: identity("999999999999") })).toBe("unknown");
    expect(await life({ stack: inStatus("ROLLBACK_COMPLETE", "999999999999") })).toBe("unknown");
  });

  it("is not known, and nothing fails, where AWS may not be asked", async () => {
    expect(await life({ stack: isDenied })).toBe("unknown");
    expect(await life({ identity: isDenied })).toBe("unknown");
    expect(await life({ identity: { code: 200, text: "<html>a proxy</html>" } })).toBe("unknown");
  });
});

describe("what is synthesized", () => {
  const place = { account: HERE, region: "eu-west-1", env: {} };
  const asked = { stackName: STACK, told: undefined, isProtected: true, place };
  const noLook = async () => Promise.reject(new Error("looked"));

  it("is a first deploy only where CloudFormation reports that the stack has never run", async () => {
    expect(await findFirstDeploy(asked, async () => "never-ran")).toEqual({
      firstDeploy: true,
      isUnknown: false,
    });
    expect(await findFirstDeploy(asked, async () => "has-run")).toEqual({
      firstDeploy: false,
      isUnknown: false,
    });
  });

  it("is no first deploy where that is unknown, with or without an account: a stage that runs never loses its protection", async () => {
    expect(await findFirstDeploy(asked, async () => "unknown")).toEqual({
      firstDeploy: false,
      isUnknown: true,
    });
    expect(await findFirstDeploy({ ...asked, place: undefined }, noLook)).toEqual({
      firstDeploy: false,
      isUnknown: false,
    });
  });

  it("follows -c firstDeploy without a look-up, which a stage that is never protected does not need either", async () => {
    for (const told of [true, false])
      expect(await findFirstDeploy({ ...asked, told }, noLook)).toMatchObject({ firstDeploy: told });
    expect(await findFirstDeploy({ ...asked, isProtected: false }, noLook)).toEqual({
      firstDeploy: false,
      isUnknown: false,
    });
  });
});

describe("-c firstDeploy", () => {
  it("may be set where the account cannot be asked", () => {
    expect(["true", "false", true, false, undefined].map(parseFirstDeploy)).toEqual([
      true,
      false,
      true,
      false,
      undefined,
    ]);
    expect(() => parseFirstDeploy("yes")).toThrow("-c firstDeploy=true");
  });
});
