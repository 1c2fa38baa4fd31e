import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { SessionFile } from "../../../local/page/watch/recording.ts";
import { runCli } from "../../cli/support/run-cli.ts";
import { PageReader, SALES, SUPPORT } from "../../support/page.ts";
import { aStack, atRest } from "../../support/quiet-stack.ts";

const folder = mkdtempSync(join(tmpdir(), "replay-test-"));
const file = join(folder, "session.json");

const exportOf = async (url: string): Promise<SessionFile> =>
  JSON.parse(await (await fetch(`${url}/local/export`)).text());
const saidIn = ({ replies }: SessionFile) =>
  replies.map(({ number, customer, text }) => `${number} ${customer}: ${text}`).sort();

describe("a recorded session", () => {
  const recorded = aStack();
  const other = aStack();
  const page = new PageReader(recorded);
  afterAll(() => {
    page.close();
    rmSync(folder, { recursive: true });
  });

  beforeAll(async () => {
    await page.open();
    for (const [where, text] of [
      [SUPPORT, "Do you ship to Canada?"],
      [SALES, "hello"],
      [SUPPORT, "What did I just ask?"],
    ] as const)
      await page.ended(await page.send({ do: "say", ...where, text }));
    await page.ended(await page.send({ do: "send", ...SUPPORT, what: "location" }));
    writeFileSync(file, JSON.stringify(await exportOf(recorded().url)));
  });

  it("holds what came in and what was answered, and no secret", () => {
    const session: SessionFile = JSON.parse(readFileSync(file, "utf8"));
    expect(session.webhooks.map(({ provider }) => provider)).toEqual(["meta", "twilio", "meta", "meta"]);
    expect(session.replies).toHaveLength(4);
    expect(JSON.stringify(session)).not.toMatch(/local-(app-secret|access-token|twilio-token)/);
  });

  it("played again by `wa replay` on a new stack is answered the same", async () => {
    await fetch(`${other().url}/local/export`);
    // In real time, and no sooner than the one before is answered: on a busy machine the pauses would not suffice.
    const sleep = async (duration: number) => {
      await pause(duration);
      await atRest(other());
    };
    const { code, out } = await runCli(["replay", file, "--json"], {
      env: { WA_URL: other().url },
      sleep,
      clock: { now: Date.now },
    });
    expect([code, JSON.parse(out).webhooks.map(({ status }: { status: number }) => status)]).toEqual([
      0,
      [200, 200, 200, 200],
    ]);
    await atRest(other());
    await other().meta.settled();
    expect(saidIn(await exportOf(other().url))).toEqual(saidIn(JSON.parse(readFileSync(file, "utf8"))));
  });
});
