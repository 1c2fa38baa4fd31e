import { expect, it } from "@jest/globals";
import { EXAMPLE } from "../../../cli/evaluate/example.ts";
import { readQuestions } from "../../../cli/evaluate/read-questions.ts";
import { CliProblem } from "../../../cli/problem.ts";

function problemsOf(text: string): readonly string[] {
  try {
    readQuestions(text, "q.yaml");
    return [];
  } catch (error) {
    if (error instanceof CliProblem) return error.details;
    throw error;
  }
}

it("reads the example that the command prints", () => {
  const chats = readQuestions(EXAMPLE, "example");
  expect(chats.map(({ questions }) => questions.length)).toEqual([2, 1, 1, 1]);
  expect(chats[0]?.questions[0].checks).toMatchObject({
    withinSeconds: 20,
    language: "en",
    links: ["lumen.example"],
    contains: [{ text: "CA$12", caseSensitive: false }, { regex: "\\b\\d+–\\d+ days\\b" }],
    excludes: [{ text: "as an AI language model" }],
  });
});

it("adds lists of texts to the defaults, and replaces every other check", () => {
  const [chat] = readQuestions(
    `
defaults: { excludes: sorry, contains: [shop], links: [a.example], withinSeconds: 5, number: sales, country: FR }
questions:
  - { ask: one, excludes: [error], links: [], withinSeconds: 9, number: support }
`,
    "q.yaml",
  );
  expect(chat).toEqual({
    number: "support",
    country: "FR",
    questions: [
      {
        ask: "one",
        checks: {
          excludes: [
            { text: "sorry", caseSensitive: false },
            { text: "error", caseSensitive: false },
          ],
          contains: [{ text: "shop", caseSensitive: false }],
          links: [],
          withinSeconds: 9,
        },
      },
    ],
  });
});

it("lists every problem with its line and its path", () => {
  const text = `defaults:
  language: German
  withinseconds: 3
questions:
  - ask: one
    contains:
      - regex: "("
  - aks: two
  - ask: three
    withinSeconds: 0
    links: [https://shop.example]
    followUps:
      - ask: ""
`;
  expect(problemsOf(text).slice(0, -1)).toEqual([
    'line 2: defaults.language: use two letters, such as "de" (ISO 639-1)',
    "line 3: defaults.withinseconds: there is no such setting",
    expect.stringMatching(/^line [67]: questions\[0\]\.contains.*expression/),
    expect.stringMatching(/^line 8: questions\[1\]\.(?:ask|aks): /),
    expect.stringMatching(/^line 8: questions\[1\]\.(?:ask|aks): /),
    "line 10: questions[2].withinSeconds: use more than 0",
    expect.stringMatching(/^line 11: questions\[2\]\.links\[0\]: use a host/),
    "line 13: questions[2].followUps[0].ask: is empty",
  ]);
});

it.each([
  ["", "line 1: the file: missing, or not an object"],
  ["questions: []", "line 1: questions: write at least one question"],
  ["- one\n- two", "line 1: the file: missing, or not an object"],
])("says what is wrong with %j", (text, problem) => {
  expect(problemsOf(text)[0]).toBe(problem);
});

it("says where the YAML itself is broken, quoting nothing of it", () => {
  const problems = problemsOf('questions:\n  - ask: "open\n  - ask: two\n');
  expect(problems.length).toBeGreaterThan(1);
  for (const problem of problems.slice(0, -1)) expect(problem).toMatch(/^line \d+: /);
});
