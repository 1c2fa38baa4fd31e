import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { readArguments } from "../../local/cli/arguments.ts";
import { optionsFrom } from "../../local/cli/environment.ts";
import { bubble } from "../../local/phone/transcript.ts";
import { importsOf } from "../support/import-graph.ts";

const folder = mkdtempSync(join(tmpdir(), "command-line-test-"));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

function run(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["local/main.ts", ...args],
      { env: { PATH: process.env.PATH ?? "", ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe("the command line of the local stack", () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[string[], unknown]>([
    [[], { kind: "serve", showLogs: false }],
    [["--new-numbers"], { kind: "serve", newNumbers: true }],
    [["--new-numbers", "--say", "a"], { kind: "wrong", problem: "--new-numbers does not go with --say" }],
    [["--logs"], { kind: "serve", showLogs: true }],
    [["--say", "a", "--say", "-b c"], { kind: "wrong" }],
    [
      ["--say", "a", "--say=-b c", "--provider", "twilio"],
      { kind: "say", texts: ["a", "-b c"], provider: "twilio", showLogs: false },
    ],
    [["--say", " "], { kind: "wrong", problem: "--say needs a text" }],
    [["--say", "a", "--provider", "sms"], { kind: "wrong", problem: "--provider is meta or twilio" }],
    [["--keep-running"], { kind: "wrong", problem: "--keep-running goes with --say" }],
    [["--say", "a", "--keep-running"], { kind: "say", texts: ["a"], keepRunning: true }],
    [["--provider", "meta"], { kind: "wrong" }],
    [["stray"], { kind: "wrong" }],
    [["--help", "--say", "x"], { kind: "help" }],
  ])("reads %j", (args, expected) => {
    expect(readArguments(args)).toMatchObject(Object(expected));
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "a file that is not there",
      { WA_SETTINGS: join(folder, "none.json") },
      `${join(folder, "none.json")}: cannot be read (ENOENT)`,
    ],
    ["a file that is no JSON", { WA_SETTINGS: file("broken.json", "{,") }, "broken.json: is not JSON"],
    ["a bad secret", { WA_SECRETS: '{"a' }, "WA_SECRETS: it is not JSON"],
    ["an empty secret", { WA_SECRETS: "" }, "WA_SECRETS: it is not JSON"],
    [
      "a missing secret",
      {
        WA_SECRETS:
          '{"chatsby":{"apiKey":"k"},"meta":{"appSecrets":["a"],"verifyToken":"v","accessToken":"t"},"identityKey":"0123456789"}',
      },
      "WA_SECRETS: twilio: missing, but a number uses it",
    ],
    ["an invalid port", { PORT: "http" }, "PORT: use a number from 0 to 65535"],
    ["a port that is too large", { PORT: "65536" }, "PORT: use a number from 0 to 65535"],
  ])("reports %s in one line", (_, env, line) => {
    expect(() => optionsFrom(env, 4000)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^[^\n]+$/) }),
    );
    expect(() => optionsFrom(env, 4000)).toThrow(line);
  });

  it("uses somebody's credentials and region only for somebody's services", () => {
    const env = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s", AWS_REGION: "eu-west-1" };
    expect(optionsFrom(env, 4000)).not.toHaveProperty("credentials");
    expect(optionsFrom({ ...env, AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:1" }, 4000)).toMatchObject({
      credentials: { accessKeyId: "AKIA", secretAccessKey: "s" },
      region: "eu-west-1",
      endpoints: { sqs: "http://127.0.0.1:1" },
    });
  });

  it("ends with every settings problem on a line of its own, and no stack trace", async () => {
    const { code, stdout, stderr } = await run([], {
      WA_SETTINGS: file("bad.json", '{"numbers":[],"x":1}'),
      PORT: "0",
    });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^Starting the whole system[^\n]*\n$/)]);
    expect(stderr.trim().split("\n")).toEqual([
      `${join(folder, "bad.json")}: numbers: name at least one WhatsApp number`,
      `${join(folder, "bad.json")}: x: no such setting`,
    ]);
  });

  it("says what it does before it loads the system, which takes seconds", () => {
    const text = readFileSync("local/main.ts", "utf8");
    const loaded = importsOf("local/main.ts", text).map(({ to }) => to);
    expect(loaded).toEqual(["local/cli/arguments.ts", "local/start.ts"]);
    expect(text).toContain('await import("./start.ts")');
  });

  it("prints its usage when asked, and with an error for an unknown flag", async () => {
    const [help, wrong] = await Promise.all([run(["--help"]), run(["--wat"])]);
    expect([help.code, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("Usage: npm start");
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain("Unknown option '--wat'");
    expect(wrong.stderr).toContain("Usage: npm start");
  });
});

describe("the printed conversation", () => {
  const message = { id: "1", customer: "1", business: "2", at: new Date(2026, 0, 1, 9, 5).getTime() };
  const paper = { customer: "Dana", business: "support", colour: false };

  it("has the business on the left, with name and time, and without markers", () => {
    expect(bubble({ ...message, from: "business", text: "*Hi* 👋 there" }, paper).split("\n")).toEqual([
      "╭─ support ───╮",
      "│ Hi 👋 there │",
      "│       09:05 │",
      "╰─────────────╯",
    ]);
  });

  it("has the customer on the right, with ticks, and the same width in every line", () => {
    const lines = bubble({ ...message, from: "customer", text: "ok", ticks: "read" }, paper).split("\n");
    expect(lines[0]).toMatch(/^ {30,}╭─ Dana /);
    expect(lines[2]).toContain("09:05 ✓✓");
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it("has options as buttons below the text, as many on a line as there is room for", () => {
    const few = bubble(
      { ...message, from: "business", text: "Which?", options: ["Red", "Sky blue"] },
      paper,
    ).split("\n");
    expect(few.map((line) => line.replace(/^│ | *│$/g, ""))).toContain("[ Red ] [ Sky blue ]");
    const options = Array.from({ length: 10 }, (_, at) => `choice number ${at}`);
    const many = bubble({ ...message, from: "business", text: "Which?", options }, paper).split("\n");
    expect(new Set(many.map((line) => line.length)).size).toBe(1);
    for (const option of options) expect(many.join("\n")).toContain(`[ ${option} ]`);
  });

  it("shows bold as bold on a terminal and ends it before the frame, also over a line break", () => {
    const lines = bubble(
      { ...message, from: "business", text: `*${"word ".repeat(30).trim()}*` },
      { ...paper, colour: true },
    ).split("\n");
    const inside = lines.filter((line) => line.includes("word"));
    expect(inside.length).toBeGreaterThan(2);
    for (const line of inside)
      expect([
        line.startsWith("│ \u001b[1m"),
        line.trimEnd().replace(/ *│$/, "").endsWith("\u001b[0m"),
      ]).toEqual([true, true]);
  });
});
