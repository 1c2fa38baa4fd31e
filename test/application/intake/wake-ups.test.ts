import { describe, expect, it } from "@jest/globals";
import { wakeUpsFor } from "../../../lib/application/intake/wake-ups.ts";
import type { Recorded } from "../../../lib/application/ports/ports.ts";
import { conversationId, messageId } from "../../../lib/domain/ids.ts";
import type { Content, InboundMessage } from "../../../lib/domain/inbound/inbound.ts";
import { edgeOf } from "../../support/edge.ts";
import { detectKeyword } from "../../support/engine-world.ts";
import { FakeClock } from "../../support/fakes.ts";
import { anEntry, aText } from "../../support/make.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

const NOW = 1_800_000_000_000;
const { rules } = edgeOf(new MemoryTable(new FakeClock()));
const RULES = { ...rules, quietSeconds: 2, maxWaitSeconds: 8, adaptiveQuiet: true };

const text = (words: string): Content => ({ kind: "text", text: words });
const woken = (
  content: Content,
  about: Partial<InboundMessage> & { at?: string; recorded?: Recorded } = {},
) => {
  const { at = "conv", recorded = "new", ...change } = about;
  const message = aText({ content, sentAt: NOW, ...change });
  return { entry: anEntry(conversationId(at), { message, arrivedAt: NOW }), recorded };
};
const secondsOf = (found: readonly ReturnType<typeof woken>[], change: Partial<typeof RULES> = {}) =>
  wakeUpsFor({ rules: { ...RULES, ...change }, detectKeyword }, found).map((wake) =>
    wake.kind === "wake" && wake.quietUntil !== undefined ? (wake.quietUntil - NOW) / 1000 : undefined,
  );

describe("a wake-up", () => {
  it.each<[string, Content, number | undefined]>([
    ["a question: the queue's delay is enough", text("Do you ship to Canada?"), undefined],
    ["a tap", { kind: "button", text: "Yes" }, undefined],
    ["words without a mark", text("do you ship to canada"), 2],
    ["an unfinished message", text("I have a question,"), 4],
    ["a picture", { kind: "media", media: "image" }, 2],
    ["STOP: what blocks the bot is applied at once", text("STOP"), undefined],
    ["a word for a person", text("human"), undefined],
    ["what a person wrote in the app", { kind: "echo", what: "text", text: "I will look," }, undefined],
  ])("says until when the customer may go on: %s", (_, content, seconds) => {
    expect(secondsOf([woken(content)])).toEqual([seconds]);
  });

  it("of a question that comes ten seconds late waits for others that were held up", () => {
    expect(secondsOf([woken(text("Do you ship to Canada?"), { sentAt: NOW - 11_000 })])).toEqual([2]);
  });

  it("of a repeat waits no longer than the queue makes it", () => {
    expect(secondsOf([woken(text("I have a question,"), { recorded: "unanswered" })])).toEqual([undefined]);
  });

  it("waits for what the last message of its conversation in the POST says", () => {
    const [unfinished, question] = [text("I have a question,"), text("Do you ship to Canada?")];
    expect(secondsOf([woken(unfinished), woken(question)])).toEqual([undefined, undefined]);
    expect(secondsOf([woken(question), woken(unfinished), woken(question, { at: "other" })])).toEqual([
      4,
      4,
      undefined,
    ]);
  });

  it("says nothing where the quiet time is always the same, or none", () => {
    for (const change of [{ adaptiveQuiet: false }, { quietSeconds: 0 }])
      expect(secondsOf([woken(text("I have a question,")), woken(text("hello"))], change)).toEqual([
        undefined,
        undefined,
      ]);
  });

  it("names conversation, number and message of each", () => {
    const one = woken(text("hello"), { id: messageId("wamid.1") });
    expect(wakeUpsFor({ rules: RULES, detectKeyword }, [one])).toEqual([
      {
        kind: "wake",
        conversation: "conv",
        number: one.entry.number,
        message: "wamid.1",
        quietUntil: NOW + 2000,
      },
    ]);
  });
});
