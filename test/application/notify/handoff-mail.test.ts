import { describe, expect, it } from "@jest/globals";
import { mailWorld } from "../../support/mail-world.ts";

describe("the hour's e-mails about handoffs", () => {
  it("are not taken by one that failed and whose handoff has ended", async () => {
    const { system, say, mailedOf, retry, mails } = mailWorld();
    await say("human");
    await say("bot");
    system.does = "send";
    await retry();
    expect(mails).toEqual([]);
    expect(await mailedOf(4)).toBe(2);
  });

  it("are not taken by several in a row that failed", async () => {
    const { system, mailedOf } = mailWorld();
    expect(await mailedOf(5)).toBe(0);
    system.does = "send";
    expect(await mailedOf(4)).toBe(2);
  });

  it("are taken by one that failed and leaves later, once", async () => {
    const { system, say, mailedOf, retry, counted, mails } = mailWorld();
    await say("human");
    await retry();
    expect(counted()).toBe(0);
    system.does = "send";
    await retry();
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });

  it("are taken by one that was not answered in time, since it may have left", async () => {
    const { system, mails, say, mailedOf, retry } = mailWorld();
    system.does = "time out";
    await say("human");
    await say("bot");
    system.does = "send";
    await retry();
    expect([mails.length, await mailedOf(4)]).toEqual([0, 1]);
  });

  it("are taken once by one that was not answered in time, again and again", async () => {
    const { system, say, mailedOf, retry, counted, mails } = mailWorld();
    await say("human");
    system.does = "time out";
    await retry();
    await retry();
    expect(counted()).toBe(1);
    system.does = "send";
    await retry();
    expect([mails.length, counted()]).toEqual([1, 1]);
    await say("bot");
    expect(await mailedOf(4)).toBe(1);
  });
});
