import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "@jest/globals";
import { type FunctionPool, startPool } from "../../local/lambda/pool.ts";
import { waitFor } from "../support/wait-for.ts";

const folder = mkdtempSync(join(tmpdir(), "instances-test-"));
const pools: FunctionPool[] = [];
let count = 0;

function pool(
  source: string,
  options: {
    most?: number;
    ahead?: boolean;
    patienceMs?: number;
    environment?: Record<string, string>;
    timeoutSeconds?: number;
    memoryMegabytes?: number;
    lines?: string[];
  } = {},
) {
  count += 1;
  const entry = join(folder, `function-${count}.mjs`);
  writeFileSync(entry, source);
  const {
    most = 1,
    ahead = true,
    patienceMs = 20,
    environment = {},
    timeoutSeconds = 10,
    memoryMegabytes = 512,
    lines = [],
  } = options;
  const started = startPool({
    name: "f",
    entry: pathToFileURL(entry).href,
    most,
    ahead,
    patienceMs,
    environment,
    timeoutSeconds,
    memoryMegabytes,
    onLine: (line) => lines.push(line),
  });
  pools.push(started);
  return started;
}

const SLEEP = "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));";

describe("a function's instances", () => {
  afterEach(() => Promise.all(pools.splice(0).map((each) => each.stop())));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("see their own environment and nothing of ours", async () => {
    process.env.OUTER_ONLY = "1";
    const read =
      "export const handler = async () => ({ mine: process.env.MINE, outer: process.env.OUTER_ONLY, path: process.env.PATH });";
    const [one, two] = [
      pool(read, { environment: { MINE: "1" } }),
      pool(read, { environment: { MINE: "2" } }),
    ];
    expect(await Promise.all([one.invoke({}), two.invoke({})])).toEqual([{ mine: "1" }, { mine: "2" }]);
    delete process.env.OUTER_ONLY;
  });

  it("get Lambda's context, with the time that is left", async () => {
    const handler = pool(
      `export const handler = async (event, context) => ({ event, id: context.awsRequestId, name: context.functionName, memory: context.memoryLimitInMB, left: context.getRemainingTimeInMillis() });`,
    );
    const result: unknown = await handler.invoke({ a: 1 }, "request-1");
    expect(result).toMatchObject({ event: { a: 1 }, id: "request-1", name: "f", memory: "512" });
    expect(result).toHaveProperty("left", expect.any(Number));
    expect(JSON.stringify(result)).toMatch(/"left":(9\d{3}|10000)/);
  });

  it("keep what they loaded, and handle one event at a time", async () => {
    const handler = pool(`${SLEEP} let calls = 0, now = 0, most = 0;
      export const handler = async () => { calls++; now++; most = Math.max(most, now); await sleep(20); now--; return { calls, most }; };`);
    await Promise.all([handler.invoke({}), handler.invoke({}), handler.invoke({})]);
    expect(await handler.invoke({})).toEqual({ calls: 4, most: 1 });
  });

  it("become more while events wait for them, up to the limit", async () => {
    const handler = pool(
      `${SLEEP} const id = Math.random(); export const handler = async () => { await sleep(150); return id; };`,
      { most: 2 },
    );
    const ids = await Promise.all(Array.from({ length: 6 }, () => handler.invoke({})));
    expect(new Set(ids).size).toBe(2);
  });

  it("become more while one of them never ends, so that no event waits for it", async () => {
    const handler = pool(
      `${SLEEP} export const handler = async ({ ms }) => { await sleep(ms); return ms; };`,
      { most: 4, timeoutSeconds: 60 },
    );
    const stuck = [1, 2, 3].map(() => expect(handler.invoke({ ms: 60_000 })).rejects.toThrow("ended"));
    expect(await handler.invoke({ ms: 1 })).toBe(1);
    expect(await handler.kill()).toBe(4);
    await Promise.all(stuck);
  });

  it.each([
    ["it is soon free", ""],
    ["it still starts", "await sleep(600);"],
  ])("stay one for events that come at once when %s", async (_, load) => {
    const handler = pool(
      `${SLEEP} ${load} const id = Math.random(); export const handler = async () => { await sleep(1); return id; };`,
      { most: 4, ahead: false, patienceMs: load ? 500 : 5_000 },
    );
    const ids = await Promise.all(Array.from({ length: load ? 2 : 10 }, () => handler.invoke({})));
    expect(new Set(ids).size).toBe(1);
  });

  it("pass on what a handler throws by name, and go on", async () => {
    const handler = pool(
      `export const handler = async (event) => { if (event.bad) throw new TypeError("detail"); return "fine"; };`,
    );
    await expect(handler.invoke({ bad: true })).rejects.toThrow("f: TypeError");
    expect(await handler.invoke({})).toBe("fine");
  });

  it("end in the middle of an event when killed, and a new one takes the next", async () => {
    const handler = pool(
      `${SLEEP} const id = Math.random(); export const handler = async ({ ms }) => { await sleep(ms); return id; };`,
    );
    const first = await handler.invoke({ ms: 0 });
    const cut = handler.invoke({ ms: 60_000 });
    const rejected = expect(cut).rejects.toThrow("the instance ended");
    const waiting = handler.invoke({ ms: 0 });
    expect(await handler.kill()).toBe(1);
    await rejected;
    expect(await waiting).not.toBe(first);
  });

  it("are ended when they take longer than the function may", async () => {
    const handler = pool(
      `${SLEEP} export const handler = async ({ ms }) => { await sleep(ms); return "done"; };`,
      { timeoutSeconds: 0.3 },
    );
    await expect(handler.invoke({ ms: 60_000 })).rejects.toThrow("timed out");
    expect(await handler.invoke({ ms: 0 })).toBe("done");
  });

  it("are ended when they need more memory than the function has", async () => {
    const handler = pool(
      `const kept = []; export const handler = async ({ megabytes }) => {
        for (let made = 0; made < megabytes; made++) kept.push(Array.from({ length: 125_000 }, (_, at) => at + made / 2));
        return kept.length; };`,
      { memoryMegabytes: 64 },
    );
    await expect(handler.invoke({ megabytes: 500 })).rejects.toThrow("memory limit");
    expect(await handler.invoke({ megabytes: 1 })).toBe(1);
  });

  it("fail every event of a bundle that cannot be loaded, and log it", async () => {
    const lines: string[] = [];
    const handler = pool(`throw new Error("no settings");`, { lines });
    await expect(handler.invoke({})).rejects.toThrow("f: ");
    await expect(handler.invoke({})).rejects.toThrow("f: ");
    expect(lines.join("\n")).toContain("no settings");
  });

  it("are there before the first event, or only when it comes", async () => {
    const [early, late]: string[][] = [[], []];
    const source = `console.log("loaded"); export const handler = async () => "done";`;
    pool(source, { lines: early ?? [] });
    const handler = pool(source, { lines: late ?? [], ahead: false });
    await waitFor("the instance that starts ahead", () => early?.length === 1);
    expect([early, late]).toEqual([["loaded"], []]);
    expect(await handler.invoke({})).toBe("done");
  });

  it("write their lines to the log", async () => {
    const lines: string[] = [];
    const handler = pool(
      `export const handler = async () => { console.log("one"); console.error("two"); };`,
      { lines },
    );
    expect(await handler.invoke({})).toBeUndefined();
    await waitFor("both lines", () => lines.length >= 2);
    expect(lines.sort()).toEqual(["one", "two"]);
  });
});
