import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../../lib/application/identity/identities.ts";
import { mergeConversation } from "../../../lib/application/identity/merge-conversation.ts";
import { type ConversationId, conversationId } from "../../../lib/domain/ids.ts";
import { aTurn } from "../../contracts/store.ts";
import { engineWorld, SUPPORT } from "../../support/engine-world.ts";

const [PHONE, BEFORE, NOW] = ["phone", "before", "now"].map(conversationId) as [
  ConversationId,
  ConversationId,
  ConversationId,
];
const aPart = (state: "sending" | "accepted") => ({ text: "hi", state, attempts: 1, sendingAt: 1 });

/** A phone leads to a user id, and that one to another; the one in the middle has an open turn. */
async function aChain() {
  const { engine, table } = engineWorld();
  await linkIds(engine.links, BEFORE, PHONE, 1);
  await mergeConversation(engine, PHONE, SUPPORT);
  const { state } = await engine.conversations.load(BEFORE);
  await engine.conversations.save({ ...state, turn: aTurn({ parts: [aPart("sending")] }) }, []);
  await linkIds(engine.links, NOW, conversationId("kept before"), 0);
  await linkIds(engine.links, NOW, BEFORE, 2);
  return { engine, table };
}

describe("merging along a chain of links", () => {
  it("does not pass over a conversation that must finish its turn: its messages would be answered twice", async () => {
    const { engine, table } = await aChain();
    expect(await mergeConversation(engine, PHONE, SUPPORT)).toEqual({ kind: "busy", conversation: BEFORE });
    expect(table.state(NOW).mergedFrom).toBeUndefined();
    const { state } = await engine.conversations.load(BEFORE);
    await engine.conversations.save({ ...state, turn: aTurn({ parts: [aPart("accepted")] }) }, []);
    expect(await mergeConversation(engine, PHONE, SUPPORT)).toEqual({ kind: "merged" });
    expect(table.state(NOW).mergedFrom).toEqual([BEFORE, PHONE]);
  });

  it("brings on what came to a conversation after that one was merged", async () => {
    const { engine, table } = await aChain();
    const { state } = await engine.conversations.load(BEFORE);
    await engine.conversations.save({ ...state, turn: aTurn({ parts: [aPart("accepted")] }) }, []);
    await mergeConversation(engine, BEFORE, SUPPORT);
    const late = conversationId("late");
    await engine.controls.changeConsent(late, {
      id: "w",
      action: "stop",
      scope: "all",
      source: "word",
      at: 5,
    });
    await engine.links.set(late, { to: BEFORE, since: 3 }, undefined);
    await mergeConversation(engine, late, SUPPORT);
    expect(table.state(NOW)).toMatchObject({ optedOutAt: 5, mergedFrom: [BEFORE, PHONE, late] });
  });
});
