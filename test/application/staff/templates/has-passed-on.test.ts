import { describe, expect, it } from "@jest/globals";
import { hasPassedOn } from "../../../../lib/application/staff/templates/template-recipient.ts";
import type { ConversationState } from "../../../../lib/domain/conversation/conversation.ts";
import type { Customer } from "../../../../lib/domain/inbound/inbound.ts";
import { idOf } from "../../../support/customer-world.ts";
import { SUPPORT } from "../../../support/engine-world.ts";
import { BARE, DANA, NEW_PHONE, passedPhoneWorld, ROBIN } from "../../../support/passed-phone-world.ts";

const wrote = (customer: Customer, lastInboundAt: number): ConversationState => ({
  conversation: idOf(customer),
  version: 1,
  customer,
  lastInboundAt,
});

/** `owner`: to whom the phone leads. */
function isPassed(state: ConversationState, owner: ConversationState | undefined) {
  const { staff } = passedPhoneWorld();
  const { controls, directory } = staff;
  const deps = {
    ...staff,
    controls: { ...controls, read: async () => owner ?? state },
    directory: { ...directory, byName: async () => owner?.conversation },
  };
  return hasPassedOn(deps, state, SUPPORT);
}

describe("a phone has passed on", () => {
  it.each<[string, ConversationState, ConversationState | undefined, boolean]>([
    ["to another user id that wrote later", wrote(DANA, 1), wrote(ROBIN, 2), true],
    [
      "in another spelling",
      wrote({ userId: "MX.1", phone: "5215512345678" }, 1),
      wrote({ userId: "MX.7", phone: "525512345678" }, 2),
      true,
    ],
    ["to nobody who is known", wrote(DANA, 1), undefined, false],
    ["to another user id that wrote before", wrote(DANA, 2), wrote(ROBIN, 1), false],
    [
      "to the same user id in another conversation",
      wrote(DANA, 1),
      { ...wrote(DANA, 2), conversation: idOf(BARE) },
      false,
    ],
    ["to somebody who has left it", wrote(DANA, 1), wrote({ ...ROBIN, phone: NEW_PHONE }, 2), false],
    ["to somebody who has no user id", wrote(DANA, 1), wrote(BARE, 2), false],
    ["from somebody who has no user id, and may be the same", wrote(BARE, 1), wrote(ROBIN, 2), false],
    ["from somebody who has no phone", wrote({ userId: "US.1" }, 1), wrote(ROBIN, 2), false],
  ])("%s", async (_, state, owner, expected) => {
    expect(await isPassed(state, owner)).toBe(expected);
  });
});
