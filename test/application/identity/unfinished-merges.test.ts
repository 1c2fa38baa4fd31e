import { expect, it } from "@jest/globals";
import { aNumberWith, DANA, idOf } from "../../support/customer-world.ts";

const phone = "15550177001";
const BY_PHONE = { phone };
const RENAMED = { userId: "US.2" };

it.each([false, true])(
  "a merge that a dead worker left half done is finished, whatever note has come (she wrote again: %s)",
  async (writesAgain) => {
    const world = aNumberWith();
    await world.says(BY_PHONE, "hello");
    await world.receive(DANA, { kind: "text", text: "it is me" });
    const { mergeInto } = world.engine.conversations;
    world.engine.conversations.mergeInto = () => Promise.reject(new Error("died"));
    await expect(world.work(DANA)).rejects.toThrow("died");
    world.engine.conversations.mergeInto = mergeInto;
    if (writesAgain) await world.says({ ...RENAMED, phone }, "and my new name");
    world.clock.time += 1_000;
    await world.notes({ userId: "US.1" }, RENAMED);
    await world.work(DANA);
    await world.rest();
    expect(world.table.state(idOf(DANA)).mergedFrom).toContain(idOf(BY_PHONE));
    expect(world.endings()).not.toContain(undefined);
  },
);
