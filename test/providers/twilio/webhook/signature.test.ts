import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parseTwilioForm } from "../../../../lib/providers/twilio/webhook/form.ts";
import {
  signTwilioRequest,
  verifyTwilioSignature,
} from "../../../../lib/providers/twilio/webhook/signature.ts";
import { anyText } from "../../../support/any-text.ts";
import { cpuMsOf } from "../../../support/cpu-ms.ts";
import { payload } from "../../../support/payloads.ts";

const TOKEN = "test_auth_token";
const base64Hmac = (text: string) => createHmac("sha1", TOKEN).update(text).digest("base64");
const fields = fc.array(fc.tuple(fc.string(), anyText()), { maxLength: 12 });

/** Whether a signature made over `signed` is accepted for a request to `called`. */
const accepts = (called: string, signed: string) =>
  verifyTwilioSignature({
    url: called,
    params: [["Body", "hi"]],
    header: base64Hmac(`${signed}Bodyhi`),
    authTokens: [TOKEN],
  });

describe("Twilio's signature", () => {
  it.each([
    ["twilio/in_text.txt", "8Tz/koYSANlq7nMeL6n5VPh/WTA="],
    ["twilio/in_voice_note_empty_body.txt", "JUUO7c9RO/MxjgQ5bxjkCwvIXLQ="],
    ["twilio/status_delivered.txt", "3bvj42JMmer75HkJ6sUry7tBuK4="],
  ])("agrees with the published vector of %s", (file, header) => {
    const [url, params] = [
      "https://fn.example/prod/twilio?tenant=a",
      parseTwilioForm(payload(file).raw) ?? [],
    ];
    expect(signTwilioRequest(url, params, TOKEN)).toBe(header);
    expect(verifyTwilioSignature({ url, params, header, authTokens: ["other", TOKEN] })).toBe(true);
    expect(verifyTwilioSignature({ url, params: params.slice(1), header, authTokens: [TOKEN] })).toBe(false);
    expect(verifyTwilioSignature({ url: url.replace("=a", "=b"), params, header, authTokens: [TOKEN] })).toBe(
      false,
    );
  });

  describe("by a shared key", () => {
    // The vector of Twilio's own library (6.3.1).
    const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const params = Object.entries({
      CallSid: "CA1234567890ABCDE",
      Caller: "+14158675309",
      Digits: "1234",
      From: "+14158675309",
      To: "+18005551212",
    });
    const header = "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=";
    const verify = (change: Partial<Parameters<typeof verifyTwilioSignature>[0]>) =>
      verifyTwilioSignature({
        url,
        params,
        header,
        authTokens: [TOKEN],
        sharedKeys: ["old", "12345"],
        ...change,
      });

    it("is SHA-256 and agrees with the published vector", () => {
      expect(signTwilioRequest(url, params, "12345", "sha256")).toBe(header);
      expect(verify({})).toBe(true);
    });

    it("is not accepted for other fields, another URL, another key or without a key", () => {
      expect(verify({ params: params.slice(1) })).toBe(false);
      expect(verify({ url: `${url}&more=1` })).toBe(false);
      expect(verify({ sharedKeys: ["other"] })).toBe(false);
      expect(verify({ sharedKeys: [""] })).toBe(false);
      expect(verify({ sharedKeys: [] })).toBe(false);
      // An auth token signs by SHA-1 only.
      expect(verifyTwilioSignature({ url, params, header, authTokens: ["12345"] })).toBe(false);
    });

    it("may be SHA-1 too, as Twilio's library allows", () => {
      expect(verify({ header: signTwilioRequest(url, params, "12345") })).toBe(true);
    });

    it("leaves auth tokens accepted beside it", () => {
      expect(verify({ header: signTwilioRequest(url, params, TOKEN) })).toBe(true);
    });

    it("is accepted with and without the port, as any other", () => {
      const signed = signTwilioRequest(
        "https://mycompany.com:443/myapp.php?foo=1&bar=2",
        params,
        "12345",
        "sha256",
      );
      expect(verify({ header: signed })).toBe(true);
    });
  });

  it("sorts names by code unit and counts a repeated value once", () => {
    const params = [
      ["b", "2"],
      ["B", "1"],
      ["a", "z"],
      ["b", "1"],
      ["b", "2"],
      ["ä", "0"],
    ] as const;
    expect(signTwilioRequest("https://x.example/", params, TOKEN)).toBe(
      base64Hmac("https://x.example/B1azb1b2ä0"),
    );
  });

  it.each([
    ["https://x.example/p?a=1", "https://x.example:443/p?a=1"],
    ["https://x.example:443/p?a=1", "https://x.example/p?a=1"],
    ["http://x.example/p", "http://x.example:80/p"],
    ["http://localhost:4000/p", "http://localhost/p"],
    ["http://[::1]:4000/p", "http://[::1]/p"],
    ["https://x.example/p?ref=it%27s", "https://x.example/p?ref=it's"],
    ["https://x.example/p?ref=a+b", "https://x.example:443/p?ref=a%20b"],
    ["https://user:pass@x.example/p", "https://user:pass@x.example:443/p"],
    ["https://x.example/p?a=1#rc=3&rp=5xx", "https://x.example/p?a=1"],
  ])("is accepted for %s when Twilio signed %s", (called, signed) => {
    expect(accepts(called, called.replace(/#.*/, ""))).toBe(true);
    expect(accepts(called, signed)).toBe(true);
  });

  it.each([
    ["https://x.example/p", "http://x.example/p"],
    ["https://x.example/p", "https://x.example:8443/p"],
    ["https://x.example/p", "https://x.example/p/"],
    ["https://x.example/p?a=1", "https://x.example/p"],
    ["https://x.example/p?a=1&b=2", "https://x.example/p?b=2&a=1"],
    ["https://user:pass@x.example/p", "https://x.example/p"],
  ])("is refused for %s when Twilio signed %s", (called, signed) => {
    expect(accepts(called, signed)).toBe(false);
  });

  it("covers every entry of a long query: padding cannot hide one that was added", () => {
    const signed = "https://x.example/p?ref=mine";
    expect(accepts(`${signed}${"&".repeat(2_000)}&ref=yours`, signed)).toBe(false);
  });

  it.each([
    undefined,
    "",
    "AAAA",
    "=".repeat(28),
    `${"A".repeat(27)}=\n`,
    `${"A".repeat(26)}==`,
    "é".repeat(28),
  ])("is refused when its shape is wrong: %p", (header) => {
    expect(
      verifyTwilioSignature({ url: "https://x.example/", params: [], header, authTokens: [TOKEN] }),
    ).toBe(false);
  });

  it("fails closed: without a token, with an empty one, and for what is no URL", () => {
    const [url, params] = ["https://x.example/", [] as const];
    const header = signTwilioRequest(url, params, TOKEN);
    expect(verifyTwilioSignature({ url, params, header, authTokens: [] })).toBe(false);
    const empty = createHmac("sha1", "").update(url).digest("base64");
    expect(verifyTwilioSignature({ url, params, header: empty, authTokens: [""] })).toBe(false);
    for (const none of ["", "x.example", "ftp://x.example/"])
      expect(
        verifyTwilioSignature({ url: none, params, header: base64Hmac(none), authTokens: [TOKEN] }),
      ).toBe(false);
  });

  it("is accepted for exactly the fields it was made for, in any order", () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true }),
        fields,
        fc.string({ minLength: 1 }),
        fc.string(),
        (url, params, name, value) => {
          const header = signTwilioRequest(url, params, TOKEN);
          expect(verifyTwilioSignature({ url, params, header, authTokens: [TOKEN] })).toBe(true);
          expect(
            verifyTwilioSignature({ url, params: params.toReversed(), header, authTokens: [TOKEN] }),
          ).toBe(true);
          expect(verifyTwilioSignature({ url, params, header, authTokens: ["other"] })).toBe(false);
          if (!params.some(([other]) => other === name))
            expect(
              verifyTwilioSignature({ url, params: [...params, [name, value]], header, authTokens: [TOKEN] }),
            ).toBe(false);
        },
      ),
    );
  });
});

describe("a form body", () => {
  it.each(["", "{}", '{"a":1}', "<a b=1>", "hello", "=1", "\n=", "[1]"])(
    "is distinguished from anything else: %p",
    (body) => {
      expect(parseTwilioForm(Buffer.from(body))).toBeUndefined();
    },
  );

  it("keeps blank values, spaces, line ends and repeated fields: the signature covers them", () => {
    expect(parseTwilioForm(Buffer.from("Body=&A=+a+b%0A&A=%C3%BC&Last=x\n"))).toEqual([
      ["Body", ""],
      ["A", " a b\n"],
      ["A", "ü"],
      ["Last", "x\n"],
    ]);
  });

  it("of a million fields is refused at once", () => {
    const raw = Buffer.from("a=&".repeat(1_000_000));
    expect(cpuMsOf(() => expect(parseTwilioForm(raw)).toBeUndefined())).toBeLessThan(100);
  });
});
