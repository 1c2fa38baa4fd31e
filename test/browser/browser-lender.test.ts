import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { waitFor } from "../support/wait-for.ts";
import { BrowserLender, borrow } from "./browser-lender.ts";

/** Without a browser: each launch has an endpoint of its own. */
class FakeBrowsers {
  launched = 0;
  closed: string[] = [];
  isBroken = false;
  crash: () => void = () => undefined;

  launch = async () => {
    this.launched += 1;
    if (this.isBroken) throw new Error("no such file");
    const endpoint = `ws://${this.launched}`;
    const ended = new Promise<void>((resolve) => {
      this.crash = resolve;
    });
    return { endpoint, ended, close: async () => void this.closed.push(endpoint) };
  };
}

describe("the browser of a test run", () => {
  let browsers: FakeBrowsers;
  let lender: BrowserLender;
  let port: number;
  const lend = async (idleMs: number) => {
    lender = new BrowserLender(browsers.launch, idleMs);
    port = await lender.start();
  };
  beforeEach(() => {
    browsers = new FakeBrowsers();
  });
  afterEach(() => lender.stop());

  it("is launched for the first suite that asks, and serves those that come meanwhile and soon after", async () => {
    await lend(60_000);
    expect(browsers.launched).toBe(0);
    const [one, two] = await Promise.all([borrow(port), borrow(port)]);
    one.giveBack();
    two.giveBack();
    const three = await borrow(port);
    expect([one, two, three].map(({ endpoint }) => endpoint)).toEqual(["ws://1", "ws://1", "ws://1"]);
    three.giveBack();
  });

  it("is closed when nobody has it any more, and launched again for a later suite", async () => {
    await lend(1);
    const [one, two] = [await borrow(port), await borrow(port)];
    one.giveBack();
    const three = await borrow(port);
    expect(three.endpoint).toBe("ws://1");
    for (const { giveBack } of [two, three]) giveBack();
    await waitFor("the end", () => browsers.closed.includes("ws://1"));
    expect((await borrow(port)).endpoint).toBe("ws://2");
  });

  it("stays while one suite still has it", async () => {
    await lend(1);
    const [, two] = [await borrow(port), await borrow(port)];
    const others = new FakeBrowsers();
    const other = new BrowserLender(others.launch, 10);
    const only = await borrow(await other.start());
    for (const { giveBack } of [two, only]) giveBack();
    await waitFor("the end of one that nobody has", () => others.closed.length === 1);
    expect(browsers.closed).toEqual([]);
    await other.stop();
  });

  it("is launched again after a crash, whoever still has the old one", async () => {
    await lend(60_000);
    await borrow(port);
    browsers.crash();
    await waitFor("a new one", async () => (await borrow(port)).endpoint === "ws://2");
  });

  it("is not there for a suite when it cannot be launched, and is tried again for the next", async () => {
    await lend(60_000);
    browsers.isBroken = true;
    await expect(borrow(port)).rejects.toThrow("no such file");
    browsers.isBroken = false;
    expect((await borrow(port)).endpoint).toBe("ws://2");
  });

  it("ends with the run, also when it is still lent", async () => {
    await lend(60_000);
    await borrow(port);
    await lender.stop();
    expect(browsers.closed).toEqual(["ws://1"]);
  });
});
