import { describe, expect, it } from "@jest/globals";
import { conversationIdOf, sessionHashOf, sessionIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { numberName } from "../../../lib/domain/ids.ts";

const customer = { userId: "US.41002003004005006007", phone: "15550177001" };

describe("ids made of a customer", () => {
  it("reveal nothing of the customer, and cannot be made without the key", () => {
    for (const id of [
      conversationIdOf("key", numberName("support"), customer),
      sessionHashOf("key", customer.phone),
      sessionIdOf("key", "opaque", customer),
    ])
      expect(id).toMatch(/^[\w-]{22}$/);
    expect(sessionHashOf("key", customer.phone)).toBe(sessionHashOf("key", customer.phone));
    expect(sessionHashOf("other", customer.phone)).not.toBe(sessionHashOf("key", customer.phone));
  });

  it("are the same whatever the provider calls the number, and others for another number", () => {
    const id = conversationIdOf("key", numberName("support"), { phone: "15550177001" });
    expect(
      conversationIdOf("key", numberName("support"), { phone: "15550177001", profileName: "Dana" }),
    ).toBe(id);
    expect(conversationIdOf("key", numberName("sales"), { phone: "15550177001" })).not.toBe(id);
  });

  it("of different kinds never meet, so that none can be looked up by another", () => {
    const opaque = sessionIdOf("key", "opaque", customer);
    expect(sessionHashOf("key", customer.phone)).not.toBe(opaque);
    for (const name of ["session", "directory"])
      expect([opaque, sessionHashOf("key", customer.phone)]).not.toContain(
        conversationIdOf("key", numberName(name), { phone: customer.phone }),
      );
    expect(sessionHashOf("key", opaque)).not.toBe(sessionHashOf("key", customer.phone));
  });
});
