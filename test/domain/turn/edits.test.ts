import { describe, expect, it } from "@jest/globals";
import type { PendingMessage } from "../../../lib/domain/conversation/conversation.ts";
import { messageId, numberName } from "../../../lib/domain/ids.ts";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import { applyEdits } from "../../../lib/domain/turn/edits.ts";

const waiting = (id: string, content: Content): PendingMessage => ({
  id: messageId(id),
  number: numberName("support"),
  customer: { phone: "1" },
  content,
  sentAt: 0,
  arrivedAt: 0,
});
const text = (id: string, said: string) => waiting(id, { kind: "text", text: said });

describe("edits and deletions", () => {
  it("change waiting messages: the last edit counts", () => {
    const pending = [
      text("a", "a blue lamp"),
      text("b", "please"),
      waiting("e1", { kind: "edit", original: "a", text: "a red lamp" }),
      waiting("e2", { kind: "edit", original: "a", text: "a green lamp" }),
    ];
    const { messages, edits, withoutAnswer } = applyEdits(pending);
    expect(messages.map(({ content }) => content.kind === "text" && content.text)).toEqual([
      "a green lamp",
      "please",
    ]);
    expect([edits, withoutAnswer]).toEqual([["e1", "e2"], []]);
  });

  it("change a caption", () => {
    const photo = waiting("p", { kind: "media", media: "image", caption: "brokn" });
    expect(
      applyEdits([photo, waiting("e", { kind: "edit", original: "p", text: "broken" })]).messages[0]?.content,
    ).toMatchObject({
      caption: "broken",
    });
  });

  it("remove a message, and the edit of a removed one needs no answer", () => {
    const { messages, withoutAnswer } = applyEdits([
      text("a", "oops"),
      waiting("r", { kind: "revoke", original: "a" }),
      waiting("e", { kind: "edit", original: "a", text: "x" }),
    ]);
    expect(messages).toEqual([]);
    expect(withoutAnswer.map(({ message, reason }) => [message.id, reason])).toEqual([
      ["a", "revoked"],
      ["r", "revoke"],
      ["e", "edit"],
    ]);
  });

  it("count also when they are listed before their original, and the edit of a deleted message needs no answer", () => {
    const revoked = applyEdits([waiting("r", { kind: "revoke", original: "a" }), text("a", "oops")]);
    expect(revoked.messages).toEqual([]);
    const both = applyEdits([
      text("a", "x"),
      waiting("e", { kind: "edit", original: "a", text: "y" }),
      waiting("r", { kind: "revoke", original: "a" }),
    ]);
    expect([both.messages, both.edits, both.withoutAnswer.map(({ message }) => message.id)]).toEqual([
      [],
      [],
      ["a", "e", "r"],
    ]);
  });

  it("of a message that was answered already need no answer", () => {
    const { messages, withoutAnswer } = applyEdits([
      waiting("e", { kind: "edit", original: "gone", text: "x" }),
      waiting("r", { kind: "revoke", original: "gone" }),
    ]);
    expect(messages).toEqual([]);
    expect(withoutAnswer.map(({ reason }) => reason)).toEqual(["edit", "revoke"]);
  });
});
