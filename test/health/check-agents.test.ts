import { expect, it } from "@jest/globals";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { NumberSettings } from "../../lib/config/settings/settings.ts";
import { checkAgents } from "../../lib/health/check-accounts.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";

const settings = completeSettings(DEMO_SETTINGS, "the test");
const number = (name: string, agentId: string) =>
  ({ ...settings.numbers[0], name, agentId }) as NumberSettings;

it("an agent that is paused is a problem of each number that has it, and is asked for once", async () => {
  const asked: string[] = [];
  const fetch = async (url: unknown) => {
    const agent = String(url).split("/").at(-1) ?? "";
    asked.push(agent);
    return Response.json({ status: agent === "agent_one" ? "paused" : "active" });
  };
  const world = { fetch: fetch as typeof globalThis.fetch, clock: { now: Date.now } };
  const numbers = [number("support", "agent_one"), number("shop", "agent_two"), number("sales", "agent_one")];
  const found = await checkAgents(world, settings, numbers, { apiKey: "chtb_1" });
  expect(Object.fromEntries(found.map((each) => [each.number, each.verdict]))).toEqual({
    ...{ support: "problem", shop: "ok", sales: "problem" },
  });
  expect(asked.toSorted()).toEqual(["agent_one", "agent_two"]);
});

it("an agent that is asked by a mapping is not looked up: its API need not have the call", async () => {
  const world = { fetch: () => Promise.reject(new Error("looked up")), clock: { now: Date.now } };
  const dialect = { path: "/ask", body: { q: "{text}" }, reply: "/answer" };
  const mapped = completeSettings({ ...DEMO_SETTINGS, chatsby: { dialect } }, "the test");
  const found = await checkAgents(world, mapped, mapped.numbers, { apiKey: "key" });
  expect(found.map(({ number, verdict }) => [number, verdict])).toEqual([
    ["support", "skipped"],
    ["sales", "skipped"],
  ]);
});
