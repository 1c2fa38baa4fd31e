import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { runCli } from "../../cli/support/run-cli.ts";
import { PageReader, SALES, SUPPORT } from "../../support/page.ts";
import { aStack, atRest } from "../../support/quiet-stack.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("faults that last until somebody ends them", () => {
  const stack = aStack({ page: true });
  const page = new PageReader(stack);
  beforeAll(async () => void (await page.open()));
  afterEach(async () => void (await page.act({ do: "clear-faults" })));
  afterAll(() => page.close());

  const wa = (...argv: string[]) =>
    runCli([...argv, "--url", stack().url], { clock: { now: Date.now }, sleep: async () => undefined });
  const suspended = (number: string) =>
    page.changes
      .findLast((change) => change.kind === "suspensions")
      ?.suspensions.find((each) => each.number === number);
  const deadLetters = () => page.changes.findLast((change) => change.kind === "dead-letters")?.count;
  const chat = ({ customer, number }: typeof SUPPORT) => page.chats.get(`${number} ${customer}`);

  it.each([
    { ...SUPPORT, code: "190" },
    { ...SALES, code: "20003" },
  ])(
    "an expired token stops $number for as long as it lasts; fixing ends the stop and its wait at once",
    async ({ code, ...who }) => {
      await page.act({ do: "fault", fault: { kind: "token", expired: true } });
      const id = await page.send({ do: "say", ...who, text: "Do you ship to Canada?" });
      await waitFor("the stop", () => suspended(who.number)?.code === code);
      await waitFor("the next try", () => chat(who)?.nextTry?.why === "stopped");
      expect(suspended(who.number)?.until).toBeGreaterThan(Date.now());
      expect(page.trace(id)?.state).toBe("waiting");
      await page.act({ do: "clear-faults" });
      expect(await page.ended(id, 10)).toMatchObject({ state: "answered" });
      await waitFor("an end of the stop", () => suspended(who.number) === undefined);
      expect(chat(who)?.nextTry).toBeUndefined();
    },
  );

  it("doctor sees the expired token, and nothing of it once it was renewed", async () => {
    await page.act({ do: "fault", fault: { kind: "token", expired: true } });
    expect((await wa("doctor")).out).toMatch(/token/i);
    expect((await wa("doctor")).code).not.toBe(0);
    await page.act({ do: "fault", fault: { kind: "token", expired: false } });
    expect((await wa("doctor")).out).not.toMatch(/expired/i);
  });

  it("a worker that fails leaves a dead letter, which `redrive` puts back once it works again", async () => {
    await page.act({ do: "fault", fault: { kind: "worker-fails", on: true } });
    const id = await page.send({ do: "say", ...SUPPORT, text: "Do you ship to Canada?" });
    await waitFor("the dead letter", () => deadLetters() === 1);
    expect(page.trace(id)?.state).toBe("waiting");
    await page.act({ do: "fault", fault: { kind: "worker-fails", on: false } });
    const redriven = await wa("redrive", "turns", "--yes");
    expect(redriven.out).toContain("1 moved back into turns");
    expect(await page.ended(id, 10)).toMatchObject({ state: "answered" });
    await waitFor("an empty dead-letter queue", () => deadLetters() === 0);
  });

  it("fixing everything puts dead letters back by itself", async () => {
    await page.act({ do: "fault", fault: { kind: "worker-fails", on: true } });
    const id = await page.send({ do: "say", ...SUPPORT, text: "What are your opening hours?" });
    await waitFor("the dead letter", () => deadLetters() === 1);
    await page.act({ do: "clear-faults" });
    expect(deadLetters()).toBe(0);
    expect(await page.ended(id, 10)).toMatchObject({ state: "answered" });
    await atRest(stack());
  });
});
