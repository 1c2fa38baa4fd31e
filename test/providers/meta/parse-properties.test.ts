import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Customer } from "../../../lib/domain/inbound/inbound.ts";
import { NOTICE_FIELDS } from "../../../lib/providers/meta/notices/read-notice.ts";
import { parseMetaWebhook } from "../../../lib/providers/meta/webhook/parse.ts";
import { PAYLOADS } from "../../support/payloads.ts";
import { fieldWebhook, received, text, webhook } from "./webhook.ts";

const corpus = PAYLOADS.filter(({ provider }) => provider === "meta").map(({ raw }): unknown =>
  JSON.parse(raw.toString("utf8")),
);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** As the keys that lead there. */
const places = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(isObject(value) ? Object.keys(value).flatMap((key) => places(value[key], [...path, key])) : []),
];

/** `undefined` removes the value at `path`. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || !isObject(value)) return by;
  if (Array.isArray(value))
    return value.map((entry, at) => (String(at) === key ? replaced(entry, rest, by) : entry));
  return { ...value, [key]: replaced(value[key], rest, by) };
}

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(undefined, "", "__proto__", "constructor", Number.NaN, 1e308),
);

/** A document of the corpus with one to three values replaced by anything. */
const mutated = (documents: readonly unknown[]) =>
  fc.constantFrom(...documents).chain((document) => {
    const change = fc.tuple(fc.constantFrom(...places(document)), strange);
    return fc
      .array(change, { minLength: 1, maxLength: 3 })
      .map((changes) => changes.reduce((current, [path, by]) => replaced(current, path, by), document));
  });

const REASONS = [
  "unknown-object",
  "other-field",
  "standby",
  "unknown-status",
  "account-error",
  "malformed-item",
];

function expectSomebody({ userId, phone }: Customer) {
  expect(userId || phone).toBeTruthy();
  expect(phone ?? "0").toMatch(/^\d+$/);
}

function expectSound(events: ReturnType<typeof parseMetaWebhook>) {
  for (const event of events) {
    if (event.kind === "ignored") {
      expect(REASONS).toContain(event.reason);
      expect(event.detail ?? "").toMatch(/^[\w.-]{0,64}$/);
    } else if (event.kind === "message" || event.kind === "echo") {
      const { id, businessNumber, customer, sentAt, content, referral = {} } = event.message;
      expect(id && businessNumber).toBeTruthy();
      expectSomebody(customer);
      expect(Number.isSafeInteger(sentAt ?? 0)).toBe(true);
      expect(content.kind === "echo").toBe(event.kind === "echo");
      for (const value of Object.values(referral)) expect(value.length).toBeLessThanOrEqual(512);
    } else if (event.kind === "preference") {
      const { businessNumber, customer, action, at } = event.preference;
      expect(businessNumber).toBeTruthy();
      expectSomebody(customer);
      expect(["stop", "start"]).toContain(action);
      expect(Number.isSafeInteger(at)).toBe(true);
    } else if (event.kind === "notice") {
      const { topic, event: what = "", facts, at = 0 } = event.notice;
      expect(NOTICE_FIELDS).toContain(topic);
      for (const fact of [what, ...Object.values(facts)]) expect(fact).toMatch(/^[\w. -]{0,1000}$/);
      expect(Number.isSafeInteger(at)).toBe(true);
    } else {
      expect(event.status.id && event.status.businessNumber).toBeTruthy();
      expect(event.status.code ?? "").toMatch(/^[\w.-]{0,64}$/);
    }
  }
}

describe("parsing Meta's webhooks", () => {
  it("never throws, whatever the JSON, and returns something for every body", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const events = parseMetaWebhook(body);
        expectSound(events);
        expect(events.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws for any envelope, and every item is sound", () => {
    fc.assert(
      fc.property(
        fc.array(strange, { maxLength: 4 }),
        fc.array(strange, { maxLength: 4 }),
        strange,
        (messages, statuses, contacts) => {
          expectSound(parseMetaWebhook(webhook(received({ messages, statuses, contacts }))));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("never throws for any list of echoes or preferences", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("smb_message_echoes", "user_preferences"),
        fc.array(strange, { maxLength: 4 }),
        strange,
        (field, items, contacts) => {
          const value = received({ message_echoes: items, user_preferences: items, contacts });
          const events = parseMetaWebhook(fieldWebhook(field, value));
          expectSound(events);
          expect(events).toHaveLength(items.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("survives any damage to the payloads of the corpus", () => {
    fc.assert(
      fc.property(mutated(corpus), (body) => expectSound(parseMetaWebhook(body))),
      { numRuns: 3_000 },
    );
  });

  it("loses no well-formed message for a mangled neighbour: in the same list, the same entry or the same POST", () => {
    const message = {
      type: "image",
      image: { id: "5", caption: "x" },
      context: { id: "wamid.0" },
      from: "15550177009",
      id: "wamid.x",
      timestamp: "1",
    };
    const status = {
      id: "wamid.9",
      status: "failed",
      errors: [{ code: 131047 }],
      pricing: { category: "service" },
    };
    fc.assert(
      fc.property(
        mutated([message]),
        mutated([status]),
        mutated([received({ messages: [message] })]),
        (mangled, badStatus, badValue) => {
          const statuses = [badStatus, { id: "wamid.ok", status: "read" }];
          const body = webhook(
            badValue,
            received({ messages: [text("one"), mangled, text("two")], statuses }),
            badValue,
            received({ messages: [text("three")] }),
          );
          const ids = parseMetaWebhook(body).flatMap((event) =>
            event.kind === "message" ? [event.message.id] : event.kind === "status" ? [event.status.id] : [],
          );
          expect(ids.filter((id) => ["one", "two", "three", "wamid.ok"].includes(id))).toEqual([
            "one",
            "two",
            "wamid.ok",
            "three",
          ]);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
