import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { NamedDialect } from "../../lib/domain/dialect/dialect.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";

const AGENT = "agent_1a2b3c4d5e";
const stack = aStack();
const folder = mkdtempSync(join(tmpdir(), "dialects-test-"));
const file = join(folder, "dev.json");
afterAll(() => rmSync(folder, { recursive: true }));

const env = {
  META_ACCESS_TOKEN: "local-access-token",
  META_APP_SECRET: "local-app-secret",
  CHATSBY_API_KEY: "chtb_test_local",
};
const NUMBER = "--provider meta --name support --phone-number-id 310000000000007 --waba-id 210000000000001";

/** The agent's own words are "Hello from the shop". */
function speaks(...dialects: NamedDialect[]) {
  const { chatsby } = stack();
  chatsby.speaks = new Set(dialects);
  chatsby.questions.length = 0;
  chatsby.faults.clear();
  chatsby.answer = () => "Hello from the shop";
}
const asked = () => stack().chatsby.questions.map(({ dialect }) => dialect);
const settings = () => JSON.parse(readFileSync(file, "utf8"));

beforeEach(() => {
  speaks("agent-path", "conversations");
  stack().secret.value = JSON.stringify(DEMO_SECRETS);
  writeFileSync(file, JSON.stringify({ ...DEMO_SETTINGS, turns: { quietSeconds: 5 } }));
});

describe("doctor --ask", () => {
  const doctor = async (...argv: string[]) => {
    const run = await runCli(["doctor", "--json", "--ask", "--url", stack().url, ...argv]);
    const findings: { check: string; number?: string; verdict: string; evidence: string; fix?: string }[] =
      JSON.parse(run.out).findings;
    return { ...run, answers: findings.filter(({ check }) => check === "chatsby.answer") };
  };

  it("says in which dialect the agent answers, and shows names and types of the response only", async () => {
    const { answers, out } = await doctor();
    expect(answers).toMatchObject([
      { number: "support", verdict: "ok" },
      { number: "sales", verdict: "ok" },
    ]);
    expect(answers[0]?.evidence).toMatch(/^agent-path: answered in \d+\.\d s with \{response: string\}\.$/);
    expect(out).not.toContain("Hello from the shop");
    // Both numbers have the same agent.
    expect(asked()).toEqual(["agent-path"]);
    expect(stack().chatsby.questions[0]?.session).toMatch(/^test-/);
  });

  it("tries the other one, names it as a problem, and writes it into the settings file", async () => {
    speaks("conversations");
    const { answers, code, out } = await doctor("--settings", file);
    expect(code).toBe(1);
    expect(answers[0]).toMatchObject({
      verdict: "problem",
      fix: expect.stringContaining("now: start the local"),
    });
    expect(answers[0]?.evidence).toMatch(
      /^agent-path: resource_not_found\. conversations: answered in \d+\.\d s with \{conversation_id: string, message: \{role: string, content: string, sources_used: \[\], timestamp: string\}\}\.$/,
    );
    expect(out).not.toContain("Hello from the shop");
    expect(settings()).toMatchObject({ turns: { quietSeconds: 5 }, chatsby: { dialect: "conversations" } });
  });

  it("writes nothing into another agent's file, nor where a mapping is", async () => {
    speaks("conversations");
    const mapping = { path: "/ask", body: { q: "{text}" }, reply: "/answer" };
    const others = [
      { numbers: [{ ...DEMO_SETTINGS.numbers[0], agentId: "agent_other" }] },
      { ...DEMO_SETTINGS, chatsby: { dialect: mapping } },
    ];
    for (const other of others) {
      writeFileSync(file, JSON.stringify(other));
      const { answers } = await doctor("--settings", file);
      expect(answers[0]?.fix).toContain('Set "chatsby": {"dialect": "conversations"}');
      expect(settings()).toEqual(other);
    }
    expect((await doctor("--settings", join(folder, "none.json"))).answers[0]?.verdict).toBe("problem");
  });

  it("says that none answers, and where a text would be", async () => {
    speaks();
    const [nobody] = (await doctor("--settings", file)).answers;
    expect(nobody).toMatchObject({
      verdict: "problem",
      evidence: "agent-path: resource_not_found. conversations: resource_not_found.",
      fix: expect.stringContaining("docs/configuration.md#another-way-to-ask-the-agent"),
    });
    expect(settings()).not.toHaveProperty("chatsby");
    stack().chatsby.mapping = {
      path: "/v1/conversations",
      body: { message: "{text}" },
      reply: "/data/answer~1text",
      thread: { from: "/data/about" },
    };
    const [other] = (await doctor()).answers;
    stack().chatsby.mapping = undefined;
    expect(other?.evidence).toContain(
      "conversations: a response without an answer where it should be (unreadable_answer): {data: {…: string, about: string}}.",
    );
  });

  it.each<[string, () => void, RegExp]>([
    [
      "a rate limit",
      () => stack().chatsby.faults.always({ code: 429 }),
      /^agent-path: planned\. conversations: planned\.$/,
    ],
    [
      "no connection",
      () => stack().chatsby.faults.always("cut-before-accept"),
      /^agent-path: cut\. conversations: cut\.$/,
    ],
  ])("warns only, and says when to try again, after %s", async (_, breaks, evidence) => {
    breaks();
    const [found] = (await doctor()).answers;
    expect(found).toMatchObject({ verdict: "warning", evidence: expect.stringMatching(evidence) });
    expect(found?.fix).toContain("Try again");
  });

  it("asks nothing without the option", async () => {
    const { out } = await runCli(["doctor", "--json", "--url", stack().url]);
    expect(asked()).toEqual([]);
    expect(out).not.toContain("chatsby.answer");
  });
});

describe("setup and the agent's dialect", () => {
  const setup = (argv: readonly string[] = [], change: Parameters<typeof runCli>[1] = {}) =>
    runCli(
      ["setup", ...NUMBER.split(" "), "--agent-id", AGENT, "--wait", "0", "--url", stack().url, ...argv],
      { env, ...change },
    );
  const toFile = ["--settings", file];
  /** Answers the question about the question; leaves the others empty. */
  const atTerminal = (answer: string) => {
    const questions: string[] = [];
    const ask = async (text: string) => {
      questions.push(text);
      return text.startsWith("Ask the agent one question") ? answer : "";
    };
    return { ask, questions };
  };

  it("asks first, because it counts as a message, and then writes the dialect that answers", async () => {
    speaks("conversations");
    const { ask, questions } = atTerminal("y");
    const { code, out } = await setup(toFile, { ask });
    expect(code).toBe(0);
    expect(questions.find((text) => text.includes("counts as a message"))).toContain("[Y/n]");
    expect(out).toContain("conversations: answered in");
    expect(out).toContain("The settings get the dialect that answers: conversations.");
    expect(out).not.toContain("Hello from the shop");
    expect(settings()).toMatchObject({ turns: { quietSeconds: 5 }, chatsby: { dialect: "conversations" } });
  });

  it("asks nothing when that was refused, nor unasked in a script", async () => {
    expect((await setup(toFile, { ask: atTerminal("n").ask })).code).toBe(0);
    const { code, out } = await setup([...toFile, "--yes"]);
    expect(code).toBe(0);
    expect(out).toContain("--ask asks it one question: it counts as a message");
    expect((await setup([...toFile, "--yes", "--no-ask"])).code).toBe(0);
    expect(asked()).toEqual([]);
    expect(settings()).not.toHaveProperty("chatsby");
  });

  it("asks in a script that says so, and not again once the settings name the dialect", async () => {
    expect((await setup([...toFile, "--yes", "--ask"])).code).toBe(0);
    expect(settings().chatsby).toEqual({ dialect: "agent-path" });
    const { ask, questions } = atTerminal("y");
    const again = await setup(toFile, { ask });
    expect(again.out).toContain("the settings name its dialect");
    expect(questions.some((text) => text.startsWith("Ask the agent"))).toBe(false);
    expect(asked()).toEqual(["agent-path"]);
  });

  it("saves nothing when the agent answers in no dialect, unless it shall go on without", async () => {
    speaks();
    const before = readFileSync(file, "utf8");
    const { code, out, err } = await setup([...toFile, "--yes", "--ask"]);
    expect([code, readFileSync(file, "utf8")]).toEqual([4, before]);
    expect(out).toContain("✗ chatsby.answer (support)");
    expect(err).toContain("--no-ask");
    expect((await setup([...toFile, "--yes", "--no-ask"])).code).toBe(0);
  });

  it("goes on when the agent is only busy", async () => {
    stack().chatsby.faults.always({ code: 429 });
    const { code, out } = await setup([...toFile, "--yes", "--ask"]);
    expect(code).toBe(0);
    expect(out).toContain("! chatsby.answer (support)");
    expect(settings()).not.toHaveProperty("chatsby");
  });

  it("cannot change the local stack's own settings, and says so", async () => {
    speaks("conversations");
    const { code, out } = await setup(["--yes", "--ask"]);
    expect(code).toBe(4);
    expect(out.replaceAll(/\s+/g, " ")).toContain('WA_SETTINGS, and "chatsby": {"dialect": "conversations"}');
  });
});
