import { describe, expect, it } from "@jest/globals";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";

const stack = aStack();
const staff = (...argv: string[]) => runCli(["staff", ...argv, "--url", stack().url]);
const rows = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => line.split(/ {2,}/));

describe("staff, against the local stack", () => {
  it("lists who may sign in", async () => {
    const { code, out } = await staff("list");
    expect(code).toBe(0);
    expect(rows(out)).toEqual([
      ["USER", "NAME", "E-MAIL", "ROLE", "STATE"],
      ["ann", "Ann", "ann@example.com", "staff", "active"],
      ["ben", "Ben", "ben@example.com", "admin", "active"],
    ]);
    expect(JSON.parse((await staff("list", "--json")).out).staff).toHaveLength(2);
    expect((await staff()).out).toBe(out);
  });

  it("adds somebody, who then gets a token; and removes them, who then gets none", async () => {
    const added = await staff("add", "c.lee@example.com", "--name", "Cem Lee", "--admin");
    expect(added.code).toBe(0);
    expect(added.out).toContain("Added Cem_Lee (admin).");
    expect(added.out).toContain(`${stack().url}/inbox`);
    const token = () =>
      fetch(`${stack().url}/inbox/local/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user: "Cem_Lee" }),
      });
    expect((await token()).status).toBe(200);
    const removed = await staff("remove", "C.LEE@example.com");
    expect(removed).toMatchObject({
      code: 0,
      out: "Removed Cem_Lee. A page that is open works for at most 5 more minutes.\n",
      err: "",
    });
    expect((await token()).status).toBe(404);
    expect((await staff("list")).out).not.toContain("Cem_Lee");
  });

  it("invites again who has not signed in, and prints JSON for scripts", async () => {
    const once = await staff("add", "dora@example.com", "--json");
    expect(JSON.parse(once.out)).toEqual({
      user: "dora",
      name: "dora",
      email: "dora@example.com",
      admin: false,
      state: "invited",
    });
    expect((await staff("add", "dora@example.com", "--json")).out).toBe(once.out);
    expect(stack().cognito.invited.filter((email) => email === "dora@example.com")).toHaveLength(2);
    expect(JSON.parse((await staff("remove", "dora", "--json")).out)).toEqual({ user: "dora" });
  });

  it.each<[string, string[], number, RegExp]>([
    ["an address that is none", ["add", "ann"], 2, /ann is not an e-mail address/],
    ["an address that is taken", ["add", "ANN@example.com"], 4, /is on the staff already/],
    ["a name that is taken", ["add", "other@example.com", "--name", "ben"], 4, /Another name: --name/],
    ["nobody of that name", ["remove", "eve"], 3, /Nobody on the staff is eve/],
    ["no address", ["add"], 2, /email/],
  ])("says what is wrong with %s", async (_, argv, code, problem) => {
    const run = await staff(...argv);
    expect(run.code).toBe(code);
    expect(run.err).toMatch(problem);
    expect((await staff("list")).out).not.toMatch(/other@|eve/);
  });

  it("says when no admin is left", async () => {
    const { err } = await staff("remove", "ben");
    expect(err).toMatch(/No admin is left. Add one: WA_URL=\S+ npm run wa -- staff add EMAIL --admin/);
    await staff("add", "ben@example.com", "--admin");
  });
});

describe("a stage without the inbox", () => {
  it("says so, and how to have one", async () => {
    const outputs = { SecretName: "s", TurnsQueueUrl: "q" };
    const settings = completeSettings({ ...DEMO_SETTINGS, inbox: { enabled: false } }, "test");
    const endpoints = { sqs: "http://localhost", secrets: "http://localhost", cognito: "http://localhost" };
    const run = await runCli(["staff", "list", "--url", "http://localhost:1"], {
      fetch: async () => Response.json({ outputs, settings, endpoints, region: "us-east-1" }),
    });
    expect(run.code).toBe(3);
    expect(run.err).toBe(
      "The stage local has no inbox.\n  Set inbox.enabled to true in the settings, and deploy.\n",
    );
  });
});
