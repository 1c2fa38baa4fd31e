import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { phonesIn } from "../../../lib/adapters/phone/phones.ts";
import type { PendingMessage } from "../../../lib/domain/conversation/conversation.ts";
import { messageId, numberName } from "../../../lib/domain/ids.ts";
import type { Content, Customer } from "../../../lib/domain/inbound/inbound.ts";
import { emailsIn } from "../../../lib/domain/lead/email-addresses.ts";
import { LEAD_SOURCES, type Lead, type LeadFacts } from "../../../lib/domain/lead/lead.ts";
import { extractLeadFacts, mergeLead, unmergedFacts } from "../../../lib/domain/lead/lead-facts.ts";
import { cpuMsOf } from "../../support/cpu-ms.ts";

const DANA: Customer = {
  userId: "US.41002003004005006007",
  phone: "14155238886",
  profileName: "Dana Test",
  username: "@dana.test",
};
const wrote = (content: Content | string, change: Partial<PendingMessage> = {}): PendingMessage => ({
  id: messageId("wamid.1"),
  number: numberName("support"),
  customer: DANA,
  content: typeof content === "string" ? { kind: "text", text: content } : content,
  sentAt: 1,
  arrivedAt: 2,
  ...change,
});
const options = { fromText: true, countryOf: () => "US", phonesIn };
const factsIn = (messages: PendingMessage[], customer = DANA, change = {}) =>
  Object.fromEntries(
    Object.entries(extractLeadFacts(messages, customer, { ...options, ...change })).map(
      ([field, { value }]) => [field, value],
    ),
  );
const card = (name: string | undefined, phones: string[], emails: string[] = []) => ({
  ...(name !== undefined && { name }),
  phones,
  emails,
});
const PROFILE = {
  name: "Dana Test",
  phone: "+14155238886",
  userId: "US.41002003004005006007",
  username: "dana.test",
  country: "US",
};

describe("facts of a contact", () => {
  it("come from the profile, each with its source", () => {
    expect(factsIn([wrote("hello")])).toEqual(PROFILE);
    expect(extractLeadFacts([], { userId: "US.1" }, { ...options, countryOf: () => undefined })).toEqual({
      userId: { value: "US.1", source: "profile" },
    });
  });

  it("name the ad that the customer came from, whichever message carried it", () => {
    const referral = {
      sourceType: "ad",
      sourceId: "120200000000000001",
      sourceUrl: "https://fb.me/FakeAd001",
      headline: "Lamp House",
      clickId: "AfFake",
    };
    expect(factsIn([wrote({ kind: "media", media: "image" }, { referral }), wrote("hi")])).toEqual({
      ...PROFILE,
      adSource: "120200000000000001",
      adClickId: "AfFake",
      adHeadline: "Lamp House",
      adUrl: "https://fb.me/FakeAd001",
    });
    expect(factsIn([wrote("hi", { referral: { sourceType: "post" } })])).toMatchObject({ adSource: "post" });
  });

  it("include what customers write: the last e-mail address, and a phone other than the one on WhatsApp", () => {
    const messages = [
      wrote("I am Old@Example.COM"),
      wrote("sorry, dana@example.com, call (415) 523-8886 or 415-555-2671"),
    ];
    expect(factsIn(messages)).toEqual({ ...PROFILE, email: "dana@example.com", otherPhone: "+14155552671" });
    expect(factsIn(messages, DANA, { fromText: false })).toEqual(PROFILE);
    expect(
      factsIn([wrote({ kind: "media", media: "image", caption: "me: dana@example.com" })]),
    ).toMatchObject({
      email: "dana@example.com",
    });
    expect(
      factsIn([wrote({ kind: "form", responseJson: '{"mail":"dana@example.com","id":"4155552671"}' })]),
    ).toEqual({
      ...PROFILE,
      email: "dana@example.com",
    });
  });

  it("take a phone from the text when WhatsApp hides the customer's phone", () => {
    expect(factsIn([wrote("415-555-2671")], { userId: "US.1" })).toMatchObject({ phone: "+14155552671" });
  });

  it.each([
    [
      "the phone of WhatsApp",
      card("D. T.", ["+1 (415) 523-8886"], ["dana@Example.com"]),
      DANA,
      { name: "D. T.", email: "dana@example.com" },
    ],
    ["that phone as it is dialled", card("D. T.", ["(415) 523 8886"]), DANA, { name: "D. T." }],
    [
      "the name of the profile",
      card("dana test ", ["+1 415 555 2671"]),
      DANA,
      { name: "dana test", otherPhone: "+14155552671" },
    ],
    [
      "no name, where WhatsApp hides the phone",
      card(undefined, ["+1 415 555 2671"]),
      { userId: "US.1" },
      { phone: "+14155552671" },
    ],
  ])("take a single contact card for the customer's own that has %s", (_, shared, customer, facts) => {
    const found = factsIn([wrote({ kind: "contacts", contacts: [shared] })], customer);
    expect(found).toMatchObject(facts);
    expect(found.sharedContact).toBeUndefined();
  });

  it("come from the strongest source, also when a weaker one comes last", () => {
    const own = card("Dana T", ["+1 415 523 8886"], ["dana@example.com"]);
    expect(
      factsIn([wrote({ kind: "contacts", contacts: [own] }), wrote("or work@example.com")]),
    ).toMatchObject({
      name: "Dana T",
      email: "dana@example.com",
    });
  });

  it("read only a limited part of a contact card", () => {
    let read = 0;
    const phonesIn = (text: string) => {
      read += text.length;
      return [];
    };
    const long = Array.from({ length: 90 }, () => "1".repeat(2_000));
    const pending = wrote({ kind: "contacts", contacts: [card("Dana Test", long)] });
    extractLeadFacts([pending], DANA, { fromText: true, countryOf: () => "US", phonesIn });
    expect(read).toBeLessThanOrEqual(1_000);
  });

  it("keep other people's contact cards separate", () => {
    const bo = card("Bo Sample", ["+1 (555) 017-7002"], ["bo@example.com"]);
    expect(factsIn([wrote({ kind: "contacts", contacts: [bo] })])).toEqual({
      ...PROFILE,
      sharedContact: "Bo Sample, +1 (555) 017-7002, bo@example.com",
    });
    expect(factsIn([wrote({ kind: "contacts", contacts: [card("Dana Test", ["1"]), bo] })])).toMatchObject({
      ...PROFILE,
      sharedContact: expect.stringContaining("; Bo"),
    });
    expect(factsIn([wrote({ kind: "contacts", contacts: [card(undefined, ["8886"])] })])).toEqual({
      ...PROFILE,
      sharedContact: "8886",
    });
  });

  it("are at most 500 characters long, and never end in half a surrogate pair", () => {
    const long = factsIn([], { userId: "US.1", profileName: `${"x".repeat(499)}😀` });
    expect(long.name).toBe("x".repeat(499));
  });
});

describe("e-mail addresses in a text", () => {
  it.each([
    ["Write to Dana.Test+shop@Mail.Example.co.uk, thanks", ["Dana.Test+shop@mail.example.co.uk"]],
    ["(a@b.de) <c@d.fr>; mailto:e@f.org.", ["a@b.de", "c@d.fr", "e@f.org"]],
    ["josé@correo.es and josé@correo.es", ["josé@correo.es"]],
    ["@dana me@ @x.com a@b a..b@c.de a@b.c x@y.com@z.de a@-b.de", []],
    ["https://user@host/path", []],
  ])("of %j are %j", (text, addresses) => {
    expect(emailsIn(text)).toEqual(addresses);
  });

  it("are found in linear time in any text", () => {
    const findAll = () => {
      for (const text of ["a", "a.", "a@", "a@a.", "@", ".a@a", "a-"]) emailsIn(text.repeat(4_000));
    };
    expect(cpuMsOf(findAll)).toBeLessThan(500);
  });
});

const ABOUT = { conversation: "c1", number: "support" };
const fact = (value: string, source: (typeof LEAD_SOURCES)[number]) => ({ value, source });
const aFact = fc.record({ value: fc.constantFrom("a", "b", "c"), source: fc.constantFrom(...LEAD_SOURCES) });
const someFacts = fc.dictionary(fc.constantFrom("name", "email", "phone", "constructor"), aFact, {
  maxKeys: 4,
});
const merged = (lead: Lead | undefined, facts: LeadFacts, at = 10) => mergeLead(lead, ABOUT, facts, at);

describe("merging into a lead", () => {
  it("starts a record at revision 1, and raises it only for new facts", () => {
    const first = merged(undefined, { name: fact("Dana", "profile") });
    expect(first).toEqual({
      ...ABOUT,
      fields: { name: { value: "Dana", source: "profile", at: 10 } },
      createdAt: 10,
      updatedAt: 10,
      revision: 1,
    });
    expect(merged(first, { name: fact("Dana", "profile") }, 20)).toBe(first);
    expect(
      merged(first, { name: fact("Dana B", "profile"), email: fact("a@b.de", "message") }, 20),
    ).toMatchObject({
      revision: 2,
      createdAt: 10,
      updatedAt: 20,
    });
    expect(merged(first, {})).toBe(first);
    expect(merged(undefined, {}).revision).toBe(0);
  });

  it("is never overwritten by a weaker source, or by an older value of the same", () => {
    const lead = merged(undefined, { name: fact("Ana", "agent") }, 10);
    expect(merged(lead, { name: fact("ana_77", "profile") }, 20)).toBe(lead);
    expect(merged(lead, { name: fact("An", "agent") }, 9)).toBe(lead);
    expect(merged(lead, { name: fact("Ana B", "operator") }, 5).fields.name).toEqual({
      value: "Ana B",
      source: "operator",
      at: 5,
    });
  });

  it("keeps the published revision, and takes at most 50 fields with usable names", () => {
    const many = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [`field${at}`, fact("x", "agent")]),
    );
    const lead = { ...merged(undefined, many), published: 1 };
    expect(Object.keys(lead.fields)).toHaveLength(50);
    expect(merged(lead, { field3: fact("y", "agent"), other: fact("y", "agent") })).toMatchObject({
      published: 1,
      revision: 2,
      fields: { field3: { value: "y" } },
    });
    const strange = {
      "": 1,
      "1st": 1,
      "a!": 1,
      [`a${"b".repeat(40)}`]: 1,
      __proto__x: 1,
      "order number": 1,
      empty: 0,
    };
    const facts = Object.fromEntries(
      Object.entries(strange).map(([field, full]) => [field, fact(full ? "x" : " ", "agent")]),
    );
    expect(Object.keys(merged(undefined, facts).fields)).toEqual(["order_number"]);
  });

  it("changes nothing when it is repeated", () => {
    fc.assert(
      fc.property(someFacts, someFacts, fc.nat(3), fc.nat(3), (one, two, first, second) => {
        const once = merged(merged(undefined, one, first), two, second);
        expect(merged(once, two, second)).toBe(once);
        expect(merged(merged(undefined, one, first), one, first + 1).revision).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("gives the same fields in whatever order the sources come", () => {
    fc.assert(
      fc.property(someFacts, someFacts, fc.nat(3), fc.nat(3), (one, two, first, second) => {
        fc.pre(Object.keys(one).every((field) => one[field]?.source !== two[field]?.source));
        expect(merged(merged(undefined, one, first), two, second).fields).toEqual(
          merged(merged(undefined, two, second), one, first).fields,
        );
      }),
    );
  });
});

describe("facts that are not merged yet", () => {
  it("are returned once, and not the second time", () => {
    const facts = { name: fact("Dana", "profile"), email: fact("a@b.de", "message") };
    const first = unmergedFacts(facts, undefined);
    expect(first).toEqual({ facts, known: { name: "profile Dana", email: "message a@b.de" } });
    expect(unmergedFacts(facts, first?.known)).toBeUndefined();
    expect(
      unmergedFacts({ ...facts, name: fact("Dana B", "profile") }, { ...first?.known, phone: "profile +1" }),
    ).toEqual({
      facts: { name: fact("Dana B", "profile") },
      known: { name: "profile Dana B", email: "message a@b.de", phone: "profile +1" },
    });
    expect(unmergedFacts({ name: fact("Dana", "operator") }, first?.known)?.facts).toEqual({
      name: fact("Dana", "operator"),
    });
    expect(unmergedFacts({}, undefined)).toBeUndefined();
  });

  it("leave the lead as all facts would have left it", () => {
    fc.assert(
      fc.property(fc.array(someFacts, { maxLength: 5 }), (turns) => {
        let [lead, known, full]: [Lead | undefined, Record<string, string> | undefined, Lead | undefined] = [
          undefined,
          undefined,
          undefined,
        ];
        turns.forEach((facts, at) => {
          const unmerged = unmergedFacts(facts, known);
          if (unmerged) [lead, known] = [merged(lead, unmerged.facts, at), unmerged.known];
          full = merged(full, facts, at);
        });
        const values = (of: Lead | undefined) =>
          Object.fromEntries(Object.entries(of?.fields ?? {}).map(([field, { value }]) => [field, value]));
        expect(values(lead)).toEqual(values(full));
      }),
    );
  });
});
