import { expect, it } from "@jest/globals";
import { runCommand } from "../../../lib/application/turn/run-command.ts";
import { parseReference } from "../../../lib/domain/turn/reference.ts";
import { aNumberWith, DANA, idOf } from "../../support/customer-world.ts";
import { disclosing, told } from "../../support/disclosing.ts";

const phone = "15550177001";
const BY_PHONE = { phone };
const RENAMED = { userId: "US.2" };
const PICTURE = { kind: "image", url: "https://cdn.example.com/nova.jpg" } as const;

/** The worker dies when the conversation by the phone is fenced off, before the other one knows what was in it. */
async function dyingMerge({ work, engine }: ReturnType<typeof aNumberWith>) {
  const { mergeInto } = engine.conversations;
  engine.conversations.mergeInto = () => Promise.reject(new Error("died"));
  await expect(work(DANA)).rejects.toThrow("died");
  engine.conversations.mergeInto = mergeInto;
}

it.each([false, true])(
  "a merge that a dead worker left half done is finished, whatever note has come (she wrote again: %s)",
  async (writesAgain) => {
    const world = aNumberWith();
    await world.says(BY_PHONE, "hello");
    await world.receive(DANA, { kind: "text", text: "it is me" });
    await dyingMerge(world);
    if (writesAgain) await world.says({ ...RENAMED, phone }, "and my new name");
    world.clock.time += 1_000;
    await world.notes({ userId: "US.1" }, RENAMED);
    await world.work(DANA);
    await world.rest();
    expect(world.table.state(idOf(DANA)).mergedFrom).toContain(idOf(BY_PHONE));
    expect(world.endings()).not.toContain(undefined);
  },
);

const OTHER_PHONE = { phone: "15550177009" };

it("a merge that a dead worker left half done is finished although another conversation was merged before", async () => {
  const world = aNumberWith();
  await world.says(BY_PHONE, "hello");
  await world.receive(DANA, { kind: "text", text: "it is me" });
  await dyingMerge(world);
  await world.says(RENAMED, "and my new name");
  await world.notes({ userId: "US.1" }, RENAMED);
  await world.work(RENAMED);
  expect(world.table.state(idOf(DANA))).toMatchObject({ mergedFrom: [idOf(RENAMED)] });
  await world.work(DANA);
  await world.rest();
  expect(world.table.state(idOf(DANA)).mergedFrom).toContain(idOf(BY_PHONE));
  expect(world.endings()).not.toContain(undefined);
});

it("a merge that a dead worker left half done is finished when its conversation goes on in an older one", async () => {
  const world = aNumberWith();
  const former = { userId: "US.0" };
  await world.says(OTHER_PHONE, "long ago");
  await world.says({ ...former, ...OTHER_PHONE }, "my first name");
  await world.says(BY_PHONE, "hello");
  await world.receive(DANA, { kind: "text", text: "it is me" });
  await dyingMerge(world);
  await world.notes(former, { userId: "US.1" });
  await world.work(DANA);
  await world.rest();
  expect(world.table.state(idOf(former)).mergedFrom?.toSorted()).toEqual(
    [OTHER_PHONE, DANA, BY_PHONE].map(idOf).toSorted(),
  );
  expect(world.endings()).not.toContain(undefined);
});

it("a merge that a dead worker left half done is finished although she writes from another phone meanwhile", async () => {
  const world = aNumberWith();
  await world.says(BY_PHONE, "hello");
  await world.receive(DANA, { kind: "text", text: "it is me" });
  await dyingMerge(world);
  world.clock.time += 1_000;
  await world.receive({ ...DANA, ...OTHER_PHONE }, { kind: "text", text: "my new phone" });
  await world.work(DANA);
  await world.rest();
  expect(world.table.state(idOf(DANA)).mergedFrom).toContain(idOf(BY_PHONE));
  expect(world.endings()).not.toContain(undefined);
});

it("a conversation that has been merged is not looked up again with each message", async () => {
  const world = aNumberWith();
  await world.says(BY_PHONE, "hello");
  await world.says(DANA, "it is me");
  const { load } = world.engine.conversations;
  const loaded: string[] = [];
  world.engine.conversations.load = (id, name) => {
    loaded.push(id);
    return load(id, name);
  };
  await world.says(DANA, "and now?");
  expect(new Set(loaded)).toEqual(new Set([idOf(DANA)]));
});

it.each([
  ["it is not on WhatsApp", "131026", [told("re: it is me"), "re: and now?"]],
  [
    "its picture could not be taken",
    "131053",
    [told(`re: hello\n${PICTURE.url}`), "re: it is me", "re: and now?"],
  ],
])(
  "the customer is told again that an AI answers, once, when the message with it fails between a merge's steps: %s",
  async (_, code, later) => {
    const answer = (text: string) => [{ text, ...(text === "re: hello" && { media: PICTURE }) }];
    const world = aNumberWith({ number: disclosing(answer) });
    await world.says(BY_PHONE, "hello");
    await world.receive(DANA, { kind: "text", text: "it is me" });
    await dyingMerge(world);
    const reference = parseReference(world.sent[0]?.reference ?? "");
    if (!reference) throw new Error("nothing was sent");
    await world.engine.deliveries.record({ provider: "meta", reference, state: "failed", code });
    await runCommand(world.engine, { kind: "part-failed", reference, code }, world.clock.time + 90_000);
    await world.rest();
    await world.says(DANA, "and now?");
    expect(world.texts()).toEqual([told("re: hello"), ...later]);
  },
);
