import { describe, expect, it } from "@jest/globals";
import { AwsV4Signer } from "aws4fetch";
import fc from "fast-check";
import { awsSigner } from "../../../lib/adapters/aws/signature.ts";

const name = fc.stringMatching(/^x-[a-z]{1,8}(-[a-z0-9]{1,8})?$/);
const value = fc.stringMatching(/^[!-~]{1,20}$/);

const call = fc.record({
  host: fc.constantFrom("dynamodb.eu-central-1.amazonaws.com", "localhost:8000", "127.0.0.1:1"),
  region: fc.constantFrom("eu-central-1", "us-gov-west-1", "cn-north-1"),
  service: fc.constantFrom("dynamodb", "sqs", "secretsmanager", "events"),
  headers: fc.dictionary(name, value, { maxKeys: 4 }),
  body: fc.string({ unit: "grapheme" }),
  at: fc.date({ min: new Date("2020-01-01"), max: new Date("2049-12-31"), noInvalidDate: true }),
});
const credentials = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: fc.stringMatching(/^[A-Za-z0-9+/]{20,40}$/),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,60}$/), { nil: undefined }),
});

describe("a signature", () => {
  it("is that of another implementation, whatever is signed", async () => {
    await fc.assert(
      fc.asyncProperty(call, credentials, async ({ at, ...signed }, { sessionToken, ...keys }) => {
        const known = { ...keys, ...(sessionToken && { sessionToken }) };
        const other = new AwsV4Signer({
          ...known,
          ...signed,
          url: `https://${signed.host}/`,
          method: "POST",
          datetime: at.toISOString().replaceAll(/[:-]|\.\d{3}/g, ""),
          allHeaders: true,
        });
        const expected = (await other.sign()).headers;
        const { host, ...sent } = awsSigner(known)({ ...signed, at });
        expect(host).toBe(signed.host);
        expect(sent).toEqual(Object.fromEntries([...expected].filter(([header]) => header !== "host")));
      }),
    );
  });

  it("uses the key of its day, also when calls of two days and services alternate", () => {
    const sign = awsSigner({ accessKeyId: "a", secretAccessKey: "b" });
    const signed = (day: number, service: string) =>
      sign({ host: "h", region: "r", service, headers: {}, body: "", at: new Date(Date.UTC(2026, 10, day)) });
    const fresh = (day: number, service: string) =>
      awsSigner({ accessKeyId: "a", secretAccessKey: "b" })({
        host: "h",
        region: "r",
        service,
        headers: {},
        body: "",
        at: new Date(Date.UTC(2026, 10, day)),
      });
    for (const [day, service] of [
      [29, "sqs"],
      [30, "sqs"],
      [29, "dynamodb"],
      [29, "sqs"],
      [30, "dynamodb"],
    ] as const)
      expect(signed(day, service)).toEqual(fresh(day, service));
  });
});
