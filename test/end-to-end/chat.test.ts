import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import { serverEvents } from "../../cli/chat/events.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";

const pause = (duration: number, signal?: AbortSignal) =>
  sleep(duration, undefined, { ...(signal && { signal }) }).catch(() => undefined);
const stack = aStack({ page: true });
const chat = (words: string, ...argv: readonly string[]) =>
  runCli(["chat", "--url", stack().url, ...argv], { stdin: async () => Buffer.from(words), sleep: pause });

it("chats in a terminal, each answer once, whatever becomes of its ticks", async () => {
  const { code, out } = await chat("Do you ship to Canada?\nhuman\n");
  expect(code).toBe(0);
  expect(out.match(/we ship to Canada/g)).toHaveLength(1);
  expect(out).toContain("• Standard (5–8 days): CA$12");
  expect(out.match(/person from our team/g)).toHaveLength(1);
});

it("asks line by line where somebody sits, and ends with an empty line", async () => {
  const lines = ["What are your opening hours?", ""];
  const asked: string[] = [];
  const { code, out } = await runCli(
    ["chat", "--url", stack().url, "--customer", "Amelia", "--number", "sales"],
    {
      sleep: pause,
      ask: async (question) => {
        asked.push(question);
        return lines.shift() ?? "";
      },
    },
  );
  expect([code, asked.length]).toEqual([0, 2]);
  expect(out).toContain("Monday to Friday");
});

it("says what there is when a name is wrong, and what to start where nothing runs", async () => {
  expect(await chat("hello", "--number", "nobody")).toMatchObject({
    code: 3,
    err: expect.stringContaining("support, sales"),
  });
  expect(await chat("hello", "--customer", "Nobody")).toMatchObject({
    code: 3,
    err: expect.stringContaining("Dana"),
  });
  expect(await runCli(["chat", "--url", "http://localhost:1"])).toMatchObject({
    code: 6,
    err: expect.stringContaining("npm start"),
  });
  expect(await runCli(["chat", "--url", "https://example.org"])).toMatchObject({ code: 2 });
});

it("reads events however they are cut into pieces", async () => {
  async function* pieces() {
    for (const piece of ["event: sna", 'pshot\ndata: {"a":', "1}\n\n: ping\n\nid: 2\ndata: x\ndata: é"])
      yield new TextEncoder().encode(piece);
    yield new TextEncoder().encode("\n\n");
  }
  const found = [];
  for await (const event of serverEvents(pieces())) found.push(event);
  expect(found).toEqual([
    { event: "snapshot", data: '{"a":1}' },
    { event: "message", data: "x\né" },
  ]);
});
