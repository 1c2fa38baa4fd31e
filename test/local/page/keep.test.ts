import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { DANA } from "../../../local/customer.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../../local/demo.ts";
import { makeFakes } from "../../../local/fakes.ts";
import { keepIn } from "../../../local/page/keep.ts";
import { People } from "../../../local/page/people/people.ts";
import type { LocalStack } from "../../../local/stack-options.ts";
import { inboxOf } from "../../support/inbox-client.ts";
import { PageReader, SALES, SUPPORT } from "../../support/page.ts";
import { conversationWith } from "../../support/staff.ts";
import { startBuiltStack } from "../../support/start-built-stack.ts";
import { waitFor } from "../../support/wait-for.ts";

const stateDir = mkdtempSync(join(tmpdir(), "page-keep-test-"));
const settings = { ...DEMO_SETTINGS, turns: { quietSeconds: 0, maxWaitSeconds: 0 } };

/** From start to end with that folder. */
async function during<Result>(
  work: (page: PageReader, stack: LocalStack) => Promise<Result>,
): Promise<Result> {
  const stack = await startBuiltStack({ settings, stateDir, page: true });
  const page = new PageReader(() => stack);
  try {
    await page.open();
    return await work(page, stack);
  } finally {
    page.close();
    await stack.stop();
  }
}

describe("the page with WA_STATE_DIR", () => {
  afterAll(() => rmSync(stateDir, { recursive: true }));

  it("shows after a restart what the phones showed, and goes on there", async () => {
    const before = await during(async (page) => {
      await page.ended(await page.send({ do: "say", ...SUPPORT, text: "Do you ship to Canada?" }));
      await page.ended(await page.send({ do: "say", ...SALES, text: "hello" }));
      await page.act({ do: "add-customer", name: "Robin", phone: "15550160001" });
      await page.act({ do: "read-receipts", customer: SUPPORT.customer, on: false });
      await waitFor(
        "read ticks",
        () => page.replies()[0]?.ticks === "read" && page.replies(SALES)[0]?.ticks === "read",
      );
      return [...page.bubbles.values()].map(({ text, ticks }) => [text, ticks]);
    });
    expect(statSync(join(stateDir, "page.json")).mode & 0o077).toBe(0);
    await during(async (page, stack) => {
      const { bubbles, customers } = page.snapshot ?? { bubbles: [], customers: [] };
      expect(bubbles.map(({ text, ticks }) => [text, ticks]).sort()).toEqual([...before].sort());
      expect(customers.map(({ name, readReceipts }) => [name, readReceipts])).toEqual([
        ["Dana", false],
        ["Sam", true],
        ["Amelia", true],
        ["Robin", true],
      ]);
      stack.meta.strangerWindow = "closed";
      const said = await inboxOf(() => stack).post(`conversations/${conversationWith(DANA)}/reply`, {
        text: "Good morning.",
      });
      expect(said).toMatchObject({ status: 202 });
      await waitFor("the reply", () =>
        page.replies().some(({ text, ticks }) => text === "Good morning." && ticks === "delivered"),
      );
    });
  });

  it("keeps a moved clock ahead, so that nothing lies in the future", async () => {
    const ahead = 25 * 3_600_000;
    await during(async (page) => page.act({ do: "advance-clock", milliseconds: ahead }));
    await during(async (page, stack) => {
      expect(stack.clock.offset).toBe(ahead);
      expect(page.snapshot?.offset).toBe(ahead);
    });
  });

  it("ends a start that a damaged file fails, so that the next one finds the folder free", async () => {
    const clock = join(stateDir, "clock.json");
    writeFileSync(clock, '{"offset":-1}');
    await expect(startBuiltStack({ settings, stateDir })).rejects.toThrow(
      `${clock} cannot be read: delete it`,
    );
    rmSync(clock);
    const path = join(stateDir, "page.json");
    for (const damaged of [readFileSync(path, "utf8").slice(0, 50), '{"version":9}']) {
      writeFileSync(path, damaged);
      await expect(startBuiltStack({ settings, stateDir, page: true })).rejects.toThrow(
        `${path} cannot be read by this version: delete it`,
      );
    }
  });

  it("says what to do about a damaged file", () => {
    const fakes = makeFakes(completeSettings(DEMO_SETTINGS, "test"), () => DEMO_SECRETS, { now: Date.now });
    const path = join(stateDir, "page.json");
    for (const damaged of ['{"version":1', '{"version":9}', "[]"]) {
      writeFileSync(path, damaged);
      expect(() => keepIn(stateDir, fakes, new People(() => undefined))).toThrow(
        `${path} cannot be read by this version: delete it`,
      );
    }
  });
});
