import { expect, it } from "@jest/globals";
import { filesThatDoNotCompile } from "./support/compiled-copy.ts";

const FIELDS = "lib/domain/conversation/fields.ts";
const PROGRESS = "lib/domain/conversation/progress.ts";

/** One run of the compiler for all: it takes seconds. */
it("lets the compiler name what a new field, language and operator action lack", async () => {
  const found = await filesThatDoNotCompile({
    // Without how they are stored, merged and erased.
    [FIELDS]: [
      ["  sessionId?: string;", "  sessionId?: string;\n  mood?: string;"],
      ["  resumeAt?: number;", "  resumeAt?: number;\n  shiftEndsAt?: number;"],
    ],
    [PROGRESS]: [["  note?: string;", "  note?: string;\n  hint?: string;"]],
    // Without texts and keywords.
    "lib/domain/language/languages.ts": [["  en: ENGLISH,", '  en: ENGLISH,\n  it: { countries: "IT" },']],
    // Declared, and neither carried out nor with a result.
    "lib/operator-api/contacts.ts": [
      [
        "export const contactOperations = {",
        'export const contactOperations = {\n  mute: operation({ method: "POST", path: "mute", params: noParams, body: noBody, errors: [] }),',
      ],
    ],
  });
  expect(found).toEqual([
    "functions/operator/run-contacts.ts",
    "functions/operator/runs.ts",
    "lib/adapters/dynamodb/state-item.ts",
    FIELDS,
    "lib/domain/conversation/merge-conversations.ts",
    "lib/domain/conversation/pauses.ts",
    PROGRESS,
    "lib/domain/language/languages.ts",
    "lib/operator-api/contacts.ts",
    "lib/operator-api/results.ts",
  ]);
});
