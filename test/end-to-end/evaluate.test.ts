import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, it } from "@jest/globals";
import { type StackToStart, startLocalStack } from "../../cli/evaluate/start-stack.ts";
import type { Io } from "../../cli/io.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { answerOfLampShop } from "../../local/chatsby/lamp-shop.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { builtFunctions } from "../support/built-functions.ts";
import { aStack } from "../support/quiet-stack.ts";

const stack = aStack({ page: true });
const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  stack().chatsby.answer = answerOfLampShop;
  stack().chatsby.faults.clear();
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const settingsFile = (name: string, change: Partial<SettingsFile> = {}) =>
  written(name, JSON.stringify({ ...DEMO_SETTINGS, chatsby: { apiUrl: stack().chatsby.url }, ...change }));

const GOOD = written(
  "good.yaml",
  `
defaults: { withinSeconds: 60, oneMessage: true, language: en, links: [lumen.example] }
questions:
  - ask: Do you ship to Canada?
    contains: [CA$12, { regex: '\\d+–\\d+ days' }]
    followUps:
      - ask: What did I just ask?
        contains: Do you ship to Canada
  - ask: human
    handoff: true
`,
);
const BAD = written(
  "bad.yaml",
  `
questions:
  - { ask: "Do you ship to Canada?", contains: candles, links: [] }
  - { ask: "What are your opening hours?", contains: Saturday }
`,
);

const KEY = { CHATSBY_API_KEY: DEMO_SECRETS.chatsby.apiKey };
const wait = (duration: number, signal?: AbortSignal) =>
  sleep(duration, undefined, { ...(signal && { signal }) }).catch(() => undefined);

/** With the one stack of this file, whatever is to be started; `started` tells what that was. */
async function evaluate(argv: readonly string[], change: Partial<Io> = {}) {
  const started: StackToStart[] = [];
  const io: Partial<Io> = {
    sleep: wait,
    startLocalStack: async (what) => {
      started.push(what);
      return { url: stack().url, stop: async () => undefined };
    },
    ...change,
  };
  return { ...(await runCli(["evaluate", ...argv], io)), started };
}

it("passes a file whose answers are as they must be, at no cost with the demo agent", async () => {
  const { code, out, err, started } = await evaluate([GOOD]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("3 of 3 passed") });
  expect(out).not.toContain("✗");
  expect(err).toContain("3 questions in 2 conversations to the demo agent. The demo agent costs nothing.");
  expect(started).toEqual([{ secrets: DEMO_SECRETS }]);
});

it("checks the agent's own words, not the line in front of them that an AI answers", async () => {
  const file = written(
    "words.yaml",
    "questions: [{ ask: Do you ship to Canada?, excludes: AI assistant, contains: { regex: ^Yes } }]",
  );
  const page = join(folder, "words.html");
  expect((await evaluate([file, "--html", page])).code).toBe(0);
  expect(readFileSync(page, "utf8")).toContain("AI assistant");
});

it("fails a file with 1, says which check failed and what the answer was, and writes the page", async () => {
  const page = join(folder, "report.html");
  const { code, out } = await evaluate([BAD, "--html", page]);
  expect(code).toBe(1);
  expect(out).toContain('contains: Lacks "candles".');
  expect(out).toContain("links: Links to lumen.example, not listed.");
  expect(out).toContain("“Yes, we ship to Canada.");
  expect(out).toContain("1 of 2 passed, 1 failed");
  expect(readFileSync(page, "utf8")).toContain("<strong>we ship to Canada</strong>");
});

it("asks before it uses messages of the plan, and shows two agents side by side", async () => {
  const argv = [BAD, "--settings", settingsFile("now.json"), "--against", settingsFile("next.json")];
  const question: string[] = [];
  const refused = await evaluate(argv, {
    env: KEY,
    ask: async (text) => {
      question.push(text);
      return "n";
    },
  });
  expect([refused.code, refused.started, question]).toEqual([1, [], ["Ask them? [y/N] "]]);
  expect(refused.err).toContain("to now.json and next.json. That is 4 messages of your agent's plan");
  expect((await evaluate(argv, { env: KEY })).code).toBe(2);

  const answers = ["We sell candles. A colleague will call you.", "We are open on Saturday."];
  let runs = 0;
  const { code, out } = await evaluate([...argv, "--yes", "--json"], {
    env: KEY,
    startLocalStack: async () => {
      runs += 1;
      const mine = answers[runs - 1] ?? "";
      stack().chatsby.answer = () => mine;
      return { url: stack().url, stop: async () => undefined };
    },
  });
  expect(code).toBe(1);
  const { agents } = JSON.parse(out);
  expect(agents.map(({ name }: { name: string }) => name)).toEqual(["now.json", "next.json"]);
  const failedOf = (agent: number, chat: number) =>
    agents[agent].chats[chat].questions[0].checks
      .filter(({ verdict }: { verdict: string }) => verdict === "failed")
      .map(({ check }: { check: string }) => check);
  expect([failedOf(0, 0), failedOf(0, 1), failedOf(1, 0), failedOf(1, 1)]).toEqual([
    ["personPromise"],
    ["contains", "personPromise"],
    ["contains"],
    [],
  ]);
});

it("gives the agent the settings as deployed, and nothing that leads out of this machine", async () => {
  const settings = settingsFile("deployed.json", {
    publicUrl: "https://wa.example.org",
    meta: { graphUrl: "https://graph.facebook.com", graphVersion: "v25.0" },
    twilio: { apiUrl: "https://api.twilio.com" },
    leads: { fromText: false, webhook: { url: "https://crm.example.org/leads" } },
    media: { voice: "transcribe" },
    texts: { fallback: "Later!" },
  });
  const { started } = await evaluate([BAD, "--settings", settings, "--yes"], { env: KEY });
  expect(started).toHaveLength(1);
  expect(started[0]?.settings).toEqual({
    numbers: DEMO_SETTINGS.numbers,
    handoff: DEMO_SETTINGS.handoff,
    meta: { graphVersion: "v25.0" },
    leads: { fromText: false },
    chatsby: { apiUrl: stack().chatsby.url },
    texts: { fallback: "Later!" },
  });
  expect(started[0]?.secrets).toEqual(DEMO_SECRETS);
});

it("says before anything is asked that the key is wrong, missing, or a number unknown", async () => {
  const argv = [GOOD, "--settings", settingsFile("now.json"), "--yes"];
  const wrong = await evaluate(argv, { env: { WA_SECRETS: '{"chatsby":{"apiKey":"wrong"}}' } });
  expect(wrong).toMatchObject({ code: 5, started: [], err: expect.stringContaining("refuses the API key") });
  expect(wrong.err).not.toContain('"wrong"');
  const missing = await evaluate(argv);
  expect(missing).toMatchObject({ code: 2, started: [], err: expect.stringContaining("CHATSBY_API_KEY") });
  const number = await evaluate([GOOD, "--number", "shop"]);
  expect(number).toMatchObject({ code: 2, started: [], err: expect.stringContaining("support, sales") });
});

it("ends with 6 when the agent answers nobody, and shows what its customers would have read", async () => {
  stack().chatsby.faults.always({ status: 400 });
  const { code, out } = await evaluate([BAD, "--settings", settingsFile("now.json"), "--yes"], { env: KEY });
  expect(code).toBe(6);
  expect(out).toContain("The agent does not answer (");
  expect(out).toContain("“Sorry, I can't answer right now.");
});

it("ends cleanly on Ctrl-C, with what was found so far", async () => {
  const pressed = new AbortController();
  stack().chatsby.answer = (_, question) => {
    if (question.includes("opening")) pressed.abort();
    return "Yes, candles.";
  };
  let stops = 0;
  const { code, out } = await evaluate([BAD, "--parallel", "1"], {
    onInterrupt: () => pressed.signal,
    startLocalStack: async () => ({
      url: stack().url,
      stop: async () => {
        stops += 1;
      },
    }),
  });
  expect([code, stops]).toEqual([130, 1]);
  expect(out).toContain("✓ Do you ship to Canada?");
  expect(out).toContain("– What are your opening hours?");
  expect(out).toContain("Interrupted: the rest was not asked.");
});

it("prints an example that can be run, and the problems of a file with their lines", async () => {
  const example = await evaluate(["--example"]);
  expect(example).toMatchObject({ code: 0, out: expect.stringContaining("questions:") });
  const wrong = await evaluate([written("wrong.yaml", "questions:\n  - ask: one\n    contain: x\n")]);
  expect(wrong).toMatchObject({ code: 2, started: [] });
  expect(wrong.err).toContain("line 3: questions[0].contain: there is no such setting");
});

it("names the stage whose secret would hold the key, if it is not there", async () => {
  const { code, err, started } = await evaluate([GOOD, "--stage", "dev", "--yes"]);
  expect({ code, started }).toEqual({ code: 6, started: [] });
  expect(err).toContain("There is no stack");
});

it("writes no page where it could not be written, before anything is asked", async () => {
  const { code, started } = await evaluate([GOOD, "--html", join(folder, "none", "report.html")]);
  expect({ code, started }).toEqual({ code: 1, started: [] });
});

it("starts the system in a process of its own, stops it, and says why it does not start", async () => {
  const env = { ...process.env, EVALUATION_BUNDLES: await builtFunctions() };
  const { url, stop } = await startLocalStack({ secrets: DEMO_SECRETS }, env);
  const page = () => fetch(url).then(({ ok }) => ok);
  expect(await page()).toBe(true);
  await stop();
  await expect(page()).rejects.toThrow();
  await expect(
    startLocalStack({ settings: { numbers: [] }, secrets: DEMO_SECRETS }, env),
  ).rejects.toMatchObject({
    details: [expect.stringContaining("numbers")],
  });
});
