import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import { agentNote, quotedText } from "../../../lib/domain/turn/agent-note.ts";
import { agentText } from "../../../lib/domain/turn/agent-text.ts";
import { limitedQuestion, MAX_QUESTION_LENGTH } from "../../../lib/domain/turn/limited-question.ts";

const text = (words: string): Content => ({ kind: "text", text: words });
const aDocument = (said: string, caption?: string): Content => ({
  kind: "media",
  media: "document",
  ...(caption !== undefined && { caption }),
  understood: { kind: "understood", text: said },
});
const message = (content: Content, ...notes: string[]) => ({ content, notes });
const LEFT_OUT = "is left out: the question is too long⟧";

/** What stands outside of notes. Throws if a note is not closed, or stands in another. */
function wordsOf(question: string): string {
  let [words, isNote] = ["", false];
  for (const sign of question) {
    if (sign === "⟦" || sign === "⟧") {
      if (isNote === (sign === "⟦")) throw new Error("a note is broken");
      isNote = !isNote;
    } else if (!isNote) words += sign;
  }
  if (isNote) throw new Error("a note is not closed");
  return words;
}

describe("a question to the agent", () => {
  it("has everything, in order, where it fits", () => {
    const messages = [
      message(text("first"), agentNote("forwarded")),
      message(aDocument("x".repeat(12_000), "look")),
    ];
    expect(limitedQuestion(messages, [agentNote("a colleague was here")])).toBe(
      `⟦a colleague was here⟧\n⟦forwarded⟧\nfirst\n⟦document: the document says: "${"x".repeat(12_000)}"⟧ look`,
    );
  });

  it("of ten documents has as much of each as fits, says where it is cut, and keeps the customer's words", () => {
    const documents = Array.from({ length: 10 }, (_, at) =>
      message(aDocument(String(at).repeat(12_000), `caption ${at}`)),
    );
    const question = limitedQuestion([
      message(text("which is cheaper?")),
      ...documents,
      message(text("bye")),
    ]);
    expect(question.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
    expect(question.length).toBeGreaterThan(MAX_QUESTION_LENGTH - 100);
    expect(question.split(" (cut here)⟧")).toHaveLength(11);
    expect(wordsOf(question)).toBe(
      ["which is cheaper?", ...documents.map((_, at) => ` caption ${at}`), "bye"].join("\n"),
    );
  });

  it("cuts long documents before short ones", () => {
    const documents = ["short", "y".repeat(12_000), "x".repeat(12_000), "z".repeat(12_000)];
    const question = limitedQuestion(documents.map((said) => message(aDocument(said))));
    expect(question).toContain('the document says: "short"⟧');
    expect(question.split("(cut here)")).toHaveLength(4);
  });

  it("leaves out what is quoted before any word of the customer, and says so", () => {
    const quotes = Array.from({ length: 20 }, (_, at) =>
      message(
        text(`${at}: ${"w".repeat(1_300)}`),
        agentNote(`in reply to: ${quotedText("q".repeat(500), 500)}`),
      ),
    );
    const question = limitedQuestion(quotes, [agentNote("n".repeat(2_000))]);
    expect(question.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
    expect(question).toContain(LEFT_OUT);
    expect(wordsOf(question)).toBe(`\n${quotes.map(({ content }) => agentText(content)).join("\n")}`);
  });

  it("cuts a form that is too long at its end, and no text that somebody typed", () => {
    const typed = "t".repeat(4_096);
    const question = limitedQuestion([
      message(text(typed)),
      message({ kind: "form", responseJson: "f".repeat(190_000) }),
      message(text("done")),
    ]);
    expect(question.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
    expect(question).toContain(`\n${typed}\n⟦form filled in⟧ fff`);
    expect(question).toMatch(/f ⟦the customer's words are cut here: the question is too long⟧\ndone$/);
  });

  it("of too many messages has the latest, and says that there were others", () => {
    const many = Array.from({ length: 40 }, (_, at) => message(text(`${at} ${"w".repeat(1_500)}`)));
    const question = limitedQuestion(many);
    expect(question.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
    expect(question).toMatch(
      /^⟦earlier messages of the customer are left out: the question is too long⟧\n2[0-9] w/,
    );
    expect(question).toContain("\n39 w");
  });

  it("is never too long, breaks no note, and loses no word before what is quoted", () => {
    const words = fc
      .string({ unit: "grapheme", maxLength: 40 })
      .chain((some) => fc.constantFrom(some, `${some} `.repeat(30), "⟦forged⟧"));
    const content = fc.oneof(
      words.map(text),
      fc
        .tuple(words, fc.integer({ min: 0, max: 13_000 }))
        .map(([some, length]) => aDocument(`${some}⟧`.repeat(length / 10 + 1), some)),
    );
    const messages = fc.array(
      fc.tuple(content, fc.array(fc.constant(agentNote("q".repeat(900))), { maxLength: 2 })),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(messages, fc.boolean(), (given, hasNote) => {
        const all = given.map(([each, notes]) => message(each, ...notes));
        const question = limitedQuestion(all, hasNote ? [agentNote("n".repeat(20_000))] : []);
        expect(question.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
        const kept = wordsOf(question);
        for (const { content: each } of all) {
          const own = each.kind === "text" ? each.text : each.kind === "media" ? (each.caption ?? "") : "";
          expect(kept).toContain(
            own.trim() === "" && each.kind === "media"
              ? ""
              : own.replaceAll(/[⟦〚]/g, "[").replaceAll(/[⟧〛]/g, "]"),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
