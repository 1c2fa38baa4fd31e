import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { recordReads } from "../../../lib/config/settings/recorded-reads.ts";
import type { Settings, SettingsFile } from "../../../lib/config/settings/settings.ts";
import { DEMO_SETTINGS } from "../../../local/demo.ts";
import { synthesizedStack } from "../../../local/template/synthesize.ts";

const workspace = mkdtempSync(join(tmpdir(), "templates-test-"));
const settings = (change: Partial<SettingsFile> = {}) =>
  completeSettings({ ...DEMO_SETTINGS, ...change }, "the settings");

describe("the template of the local stack", () => {
  let cache: string;
  let inputs: string[];
  /** What the synthesis does with the settings. */
  let look: (settings: Settings) => unknown;
  const synthesize = async (input: string) => {
    inputs.push(input);
    const recorded = recordReads(JSON.parse(input));
    look(recorded.settings);
    const name = `stack ${inputs.length}`;
    return JSON.stringify({ name, template: { Resources: {} }, code: {}, reads: recorded.reads });
  };
  const nameFor = async (change: Partial<SettingsFile> = {}) =>
    (await synthesizedStack(settings(change), { cache, synthesize })).name;

  beforeEach(() => {
    cache = mkdtempSync(join(workspace, "cache-"));
    inputs = [];
    look = JSON.stringify;
  });
  afterAll(() => rmSync(workspace, { recursive: true }));

  it("is synthesized once for the same settings", async () => {
    expect([await nameFor(), await nameFor()]).toEqual(["stack 1", "stack 1"]);
    expect(await nameFor({ followUps: [{ afterHours: 1, text: "?" }] })).toBe("stack 2");
    expect(await nameFor()).toBe("stack 1");
  });

  it("serves other settings, too, in which CDK would have found the same", async () => {
    look = ({ followUps, chatsby }) => followUps.length > 0 && chatsby.timeoutSeconds;
    const once = (text: string) => ({ followUps: [{ afterHours: 1, text }] });
    expect([await nameFor(once("a")), await nameFor(), await nameFor(once("b"))]).toEqual([
      "stack 1",
      "stack 2",
      "stack 1",
    ]);
    const slower = { chatsby: { timeoutSeconds: 25 } };
    expect(await nameFor(slower)).toBe("stack 2");
    expect(await nameFor({ ...slower, ...once("a") })).toBe("stack 3");
  });

  it("knows nothing of addresses at which only a deployed stage is called", async () => {
    const domain = {
      name: "wa.example.org",
      certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b-3c",
    };
    await nameFor();
    expect(await nameFor({ publicUrl: "https://tunnel.example.org", domain })).toBe("stack 1");
    expect(inputs.join()).not.toContain("example.org");
  });

  it("is synthesized again when what was kept cannot be read", async () => {
    await nameFor();
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), '{"name": "half');
    expect([await nameFor(), await nameFor()]).toEqual(["stack 2", "stack 2"]);
  });

  it("is there also where nothing can be kept", async () => {
    writeFileSync(join(cache, "file"), "");
    const blocked = { cache: join(cache, "file", "folder"), synthesize };
    expect((await synthesizedStack(settings(), blocked)).name).toBe("stack 1");
  });

  it("is kept fifty times at most", async () => {
    for (let hours = 1; hours <= 23; hours++)
      for (const text of ["a", "b", "c"]) await nameFor({ followUps: [{ afterHours: hours, text }] });
    expect(readdirSync(cache).length).toBeLessThanOrEqual(50);
  });

  it("is reported with CDK's own message when it cannot be made", async () => {
    const fails = async () => Promise.reject(new Error("The stack in infra/ cannot be synthesized:\nno"));
    await expect(synthesizedStack(settings(), { cache, synthesize: fails })).rejects.toThrow(
      "cannot be synthesized:\nno",
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it("is what CDK makes of infra for the stage local, with the name of each function's code", async () => {
    const { name, template, code } = await synthesizedStack(
      settings({ leads: { webhook: { url: "https://crm.example.org" } } }),
    );
    expect(name).toBe("ChatsbyWhatsapp-local");
    expect(Object.keys(template.Outputs ?? {})).toContain("LeadsQueueUrl");
    expect(Object.values(code).toSorted()).toEqual([
      "agent-actions",
      "daily-check",
      "delivery",
      "inbox",
      "lead-webhook",
      "operator",
      "webhook",
      "worker",
    ]);
  });
});
