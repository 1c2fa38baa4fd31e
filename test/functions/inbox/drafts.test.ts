import { describe, expect, it } from "@jest/globals";
import { asDraft } from "../../../lib/domain/draft/draft.ts";
import { turnId } from "../../../lib/domain/ids.ts";
import { aTurn } from "../../contracts/store.ts";
import { inboxFunctionWorld } from "../../support/inbox-function-world.ts";
import { DANA, SUPPORT } from "../../support/operator-world.ts";

const HOUR = 3_600_000;
const DRAFT = turnId("t-draft");

async function aDraft() {
  const world = inboxFunctionWorld();
  const { clock, ports } = world;
  const turn = asDraft(aTurn({ id: DRAFT, number: SUPPORT, messages: [] }), [
    { text: "Yes, we do." },
    { text: "", media: { kind: "image", url: "https://cdn.example.com/lamp.jpg" } },
  ]);
  const conversation = await world.aConversationWith(DANA, SUPPORT, {
    lastInboundAt: clock.time,
    progress: { drafts: [{ turn: DRAFT, at: clock.time }] },
    turn,
  });
  await ports.conversations.archive(conversation, turn);
  const path = `conversations/${conversation}`;
  const tap = (who: "ann" | "ben", body: object = { decision: "send" }) =>
    world[who](`POST ${path}/drafts/${DRAFT}`, body);
  return { ...world, conversation, path, tap };
}

describe("an answer that waits for a tap", () => {
  it("is listed with those who wait, and shown in the chat and in an export", async () => {
    const { ann, ben, path, conversation, clock } = await aDraft();
    await ann(`POST ${path}/read`, {});
    await ann(`POST ${path}/note`, { text: "look" });
    const { json } = await ann("GET conversations", undefined, { view: "waiting" });
    expect(json.conversations).toMatchObject([
      { conversation, state: "waiting", waitingSince: clock.time, waitingDrafts: 1 },
    ]);
    expect((await ann(`GET ${path}`)).json.drafts).toEqual([
      { id: DRAFT, at: clock.time, text: "Yes, we do.", files: ["https://cdn.example.com/lamp.jpg"] },
    ]);
    const exported = await ben("POST export", { contact: DANA.userId });
    expect(JSON.stringify(exported.json)).toContain("Yes, we do.");
  });

  it("is decided by one of two who tap at once; the other learns who was faster", async () => {
    const { tap, ports, conversation, turnQueue, ann, path } = await aDraft();
    const answers = await Promise.all([tap("ann"), tap("ben", { decision: "discard" })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const [first, by] =
      answers[0]?.status === 202 ? (["send", "ann"] as const) : (["discard", "ben"] as const);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.json).toMatchObject({ error: "draft-decided", by });
    expect(await ports.outbox.find(conversation, `draft-${DRAFT}`)).toMatchObject({
      by,
      content: { kind: "draft", draft: DRAFT, decision: first },
    });
    expect(turnQueue.sent).toHaveLength(1);
    expect((await ann(`GET ${path}`)).json.drafts).toMatchObject([{ decided: { by, decision: first } }]);
  });

  it("takes a repeated tap of the same person for the same, and wakes the worker again", async () => {
    const { tap, turnQueue, ports, conversation } = await aDraft();
    expect((await tap("ann")).json.result).toBe("queued");
    expect(await tap("ann")).toMatchObject({ status: 202, json: { result: "repeated" } });
    expect((await tap("ann", { decision: "discard" })).json.error).toBe("draft-decided");
    expect(turnQueue.sent).toHaveLength(2);
    expect((await ports.history.acts(conversation)).filter(({ what }) => what === "send-draft")).toHaveLength(
      1,
    );
  });

  it.each([
    [{ decision: "send", text: "Changed" }, "edit-draft"],
    [{ decision: "discard", text: "Changed" }, "discard-draft"],
  ])("is recorded with what was done, without its text: %j", async (body, what) => {
    const { tap, ports, conversation } = await aDraft();
    expect((await tap("ben", body)).status).toBe(202);
    const acts = await ports.history.acts(conversation);
    expect(acts).toMatchObject([{ by: "ben", what }]);
    expect(JSON.stringify(acts)).not.toContain("Changed");
  });

  it("is not sent outside the window, to who has opted out, or while the number is off; but discarded", async () => {
    const late = await aDraft();
    late.clock.time += 25 * HOUR;
    expect((await late.tap("ann")).json.error).toBe("window-closed");
    expect((await late.tap("ann", { decision: "discard" })).status).toBe(202);
    const stopped = await aDraft();
    await stopped.ports.controls.changeConsent(stopped.conversation, {
      ...{ id: "c", action: "stop", scope: "all", source: "word", at: stopped.clock.time },
    });
    expect((await stopped.tap("ann")).json.error).toBe("opted-out");
    const off = await aDraft();
    await off.ports.switches.set(SUPPORT, true, "ben", off.clock.time);
    expect((await off.tap("ann")).json.error).toBe("switched-off");
  });

  it("is not sent by who has not read what a colleague has written since", async () => {
    const { tap, ann, ben, path, clock } = await aDraft();
    const seen = (await ann(`GET ${path}`)).json.messages.at(-1)?.id ?? `${clock.time}.x`;
    clock.time += 1000;
    expect((await ben(`POST ${path}/reply`, { text: "Ben here", id: "r1", seen })).status).toBe(202);
    expect((await tap("ann", { decision: "send", seen })).json).toMatchObject({
      error: "newer-reply",
      by: "ben",
    });
  });

  it.each([
    ["POST drafts/none", { decision: "send" }, "unknown-draft"],
    [`POST drafts/${DRAFT}`, { decision: "keep" }, "bad-request"],
    [`POST drafts/${DRAFT}`, { decision: "send", text: "  " }, "bad-request"],
    [`POST drafts/${DRAFT}`, { decision: "send", text: "x".repeat(20_001) }, "bad-text"],
    [`POST drafts/${DRAFT}`, { decision: "send", seen: "not an id" }, "unknown-message"],
  ])("refuses %s %j", async (call, body, error) => {
    const { ann, path } = await aDraft();
    const [method, rest] = call.split(" ");
    expect((await ann(`${method} ${path}/${rest}`, body)).json.error).toBe(error);
  });

  it("is erased with the contact", async () => {
    const { ben, path, table } = await aDraft();
    await ben("POST forget", { contact: DANA.userId });
    expect((await ben(`GET ${path}`)).json.error).toBe("unknown-conversation");
    expect(JSON.stringify([...table.turns, ...table.states])).not.toContain("Yes, we do.");
  });
});
