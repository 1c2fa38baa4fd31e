import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answerChallenge } from "../../../../lib/providers/meta/webhook/challenge.ts";
import { signMetaBody, verifyMetaSignature } from "../../../../lib/providers/meta/webhook/signature.ts";
import { anyText } from "../../../support/any-text.ts";
import { payload } from "../../../support/payloads.ts";

const PUBLISHED = "sha256=846604e29c1ab9b5679a0e2ea174d652a5b1dd48e40e2a9ce94449f93f170adc";
const { raw } = payload("meta/in_text_wire_escaped.json");
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const secret = anyText({ minLength: 1 });

describe("Meta's signature", () => {
  it("agrees with the published vectors", () => {
    expect(raw).toHaveLength(625);
    expect(signMetaBody(raw, "test_app_secret")).toBe(PUBLISHED);
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(raw.toString("utf8"))));
    expect(signMetaBody(rewritten, "test_app_secret")).toBe(
      "sha256=946ccae7ab49ab18c4e9bce8b1ade65c3a49ee098ef823cd2ca67db6fc18450e",
    );
    expect(verifyMetaSignature(rewritten, PUBLISHED, ["test_app_secret"])).toBe(false);
  });

  it("is accepted from any of the secrets, at any place", () => {
    for (const secrets of [["test_app_secret"], ["test_app_secret", "other"], ["other", "test_app_secret"]])
      expect(verifyMetaSignature(raw, PUBLISHED, secrets)).toBe(true);
    expect(verifyMetaSignature(raw, PUBLISHED, ["other"])).toBe(false);
  });

  it("fails closed: without a secret, and with an empty one", () => {
    expect(verifyMetaSignature(raw, PUBLISHED, [])).toBe(false);
    expect(verifyMetaSignature(raw, signMetaBody(raw, ""), [""])).toBe(false);
  });

  it.each([
    undefined,
    "",
    "sha256=",
    PUBLISHED.slice(0, -1),
    `${PUBLISHED}0`,
    `${PUBLISHED}\n`,
    PUBLISHED.toUpperCase(),
    PUBLISHED.slice(7),
    "sha256=é",
  ])("is refused when its shape is wrong: %p", (header) =>
    expect(verifyMetaSignature(raw, header, ["test_app_secret"])).toBe(false),
  );

  it("is accepted for exactly the bytes and the secret it was made for", () => {
    fc.assert(
      fc.property(bytes, bytes, secret, secret, (body, otherBody, key, otherKey) => {
        const header = signMetaBody(body, key);
        expect(verifyMetaSignature(body, header, [key])).toBe(true);
        expect(verifyMetaSignature(otherBody, header, [key])).toBe(body.equals(otherBody));
        if (Buffer.from(key).compare(Buffer.from(otherKey)) !== 0)
          expect(verifyMetaSignature(body, header, [otherKey])).toBe(false);
      }),
    );
  });

  it("is refused whatever anybody writes into the header", () => {
    fc.assert(
      fc.property(anyText(), (header) =>
        expect(verifyMetaSignature(raw, header, ["test_app_secret"])).toBe(false),
      ),
    );
  });
});

describe("Meta's verification request", () => {
  const query = { "hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444" };

  it("is answered with the bare challenge", () => {
    expect(answerChallenge(query, "verify-me")).toBe("1158201444");
  });

  it.each([
    ["another token", { "hub.verify_token": "verify-you" }],
    ["a part of the token", { "hub.verify_token": "verify" }],
    ["no token", { "hub.verify_token": undefined }],
    ["another mode", { "hub.mode": "unsubscribe" }],
    ["no mode", { "hub.mode": undefined }],
    ["no challenge", { "hub.challenge": undefined }],
    ["an empty challenge", { "hub.challenge": "" }],
    ["markup as challenge", { "hub.challenge": "<script>alert(1)</script>" }],
    ["a header in the challenge", { "hub.challenge": "1\r\nSet-Cookie: a=b" }],
    ["an endless challenge", { "hub.challenge": "1".repeat(257) }],
  ])("is not answered with %s", (_, change) => {
    expect(answerChallenge({ ...query, ...change }, "verify-me")).toBeUndefined();
  });

  it("is not answered when no verify token is set", () => {
    expect(answerChallenge({ ...query, "hub.verify_token": "" }, "")).toBeUndefined();
    expect(answerChallenge({ ...query, "hub.verify_token": undefined }, "")).toBeUndefined();
  });
});
