import { describe, expect, it } from "@jest/globals";
import { parseContactPhone } from "../../../lib/adapters/phone/phones.ts";
import { parseContactIdentifier } from "../../../lib/domain/conversation/contact-identifier.ts";
import { phoneVariants } from "../../../lib/domain/conversation/phone-variants.ts";

describe("a contact identifier", () => {
  it.each([
    ["+49 (170) 123-4567", "491701234567"],
    ["  +15550177001 ", "15550177001"],
    ["+44.20.7946.0958", "442079460958"],
  ])("reads the phone number %j", (text, phone) =>
    expect(parseContactIdentifier(text, parseContactPhone)).toEqual({ kind: "phone", phone }),
  );

  it.each(["US.41002003004005006007", "US.ENT.11815799212886844830"])("reads the user id %s", (userId) =>
    expect(parseContactIdentifier(userId, parseContactPhone)).toEqual({ kind: "user", userId }),
  );

  it("reads a conversation id, also one with a hyphen at either end", () => {
    for (const conversation of ["AbC-_0123456789abcdefg", "-bC-_0123456789abcdef-"])
      expect(parseContactIdentifier(conversation, parseContactPhone)).toEqual({
        kind: "conversation",
        conversation,
      });
  });

  it.each([
    "15550177001",
    "0170 1234567",
    "+12345",
    "+1234567890123456",
    "",
    "somebody@example.com",
    "two words",
  ])("takes %j for nobody: a guess could write to a stranger, or erase one", (text) =>
    expect(parseContactIdentifier(text, parseContactPhone)).toBeUndefined(),
  );

  it.each([
    ["5215512345678", "525512345678"],
    ["5491123456789", "541123456789"],
    ["5511912345678", "551112345678"],
  ])("looks %s up as %s too, and the other way round", (long, short) => {
    expect(phoneVariants(long)).toEqual([long, short]);
    expect(phoneVariants(short)).toEqual([short, long]);
  });

  it("leaves other countries' numbers alone", () =>
    expect(phoneVariants("15550177001")).toEqual(["15550177001"]));
});
