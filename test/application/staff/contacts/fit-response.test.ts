import { describe, expect, it } from "@jest/globals";
import type { TranscriptEntry } from "../../../../lib/application/ports/history.ts";
import { bytesInResponse } from "../../../../lib/application/staff/contacts/export-pages.ts";
import { fitToResponse } from "../../../../lib/application/staff/contacts/fit-response.ts";

const said = (text: string, count: number): TranscriptEntry[] =>
  Array.from({ length: count }, (_, at) => ({ at, from: "customer" as const, text }));

describe("a conversation that is shown", () => {
  it("is whole where an answer can hold it", () => {
    const shown = { conversation: "c", transcript: said("hello", 50), acts: [] };
    expect(fitToResponse(shown)).toEqual(shown);
  });

  it.each([["plain text ".repeat(400)], ['"quoted"\n'.repeat(500)], ["é漢🎉".repeat(500)]])(
    "keeps its newest messages, and says how many are missing (%.10s)",
    (text) => {
      const shown = { conversation: "c", transcript: said(text, 1_000), acts: [] };
      const { transcript, omitted = 0 } = fitToResponse(shown, 1_000_000);
      expect(transcript.length + omitted).toBe(1_000);
      expect(omitted).toBeGreaterThan(0);
      expect(transcript.at(-1)?.at).toBe(999);
      const bytes = bytesInResponse({ ...shown, transcript });
      expect(bytes).toBeLessThan(1_000_000);
      expect(bytes).toBeGreaterThan(900_000);
    },
  );

  it("holds the newest acts of staff", () => {
    const acts = Array.from({ length: 1_500 }, (_, at) => ({ at, by: "arn", what: "reply" }));
    expect(
      fitToResponse({ transcript: [], acts })
        .acts.map(({ at }) => at)
        .slice(0, 1),
    ).toEqual([500]);
  });
});
