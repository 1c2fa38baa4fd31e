import { describe, expect, it } from "@jest/globals";
import { conversationIdOf, sessionHashOf, sessionIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";

const customer = { userId: "US.41002003004005006007", phone: "15550177001" };
const message = { provider: "meta" as const, businessNumber: "310000000000007", customer };

describe("ids made of a customer", () => {
  it("say nothing of the customer, and nobody without the key can make them", () => {
    for (const id of [conversationIdOf("key", message), sessionHashOf("key", customer.phone), sessionIdOf("key", "opaque", customer)])
      expect(id).toMatch(/^[\w-]{22}$/);
    expect(sessionHashOf("key", customer.phone)).toBe(sessionHashOf("key", customer.phone));
    expect(sessionHashOf("other", customer.phone)).not.toBe(sessionHashOf("key", customer.phone));
  });

  it("of different kinds never meet, so that none can be looked up by another", () => {
    const opaque = sessionIdOf("key", "opaque", customer);
    expect(sessionHashOf("key", customer.phone)).not.toBe(opaque);
    expect(sessionHashOf("key", opaque)).not.toBe(sessionHashOf("key", customer.phone));
  });
});
