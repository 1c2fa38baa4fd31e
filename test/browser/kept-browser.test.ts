import { execFile } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { promisify } from "node:util";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { KeptBrowser } from "./kept-browser.ts";

class FakeBrowser extends EventEmitter {
  isClosed = false;
  close = async () => {
    this.isClosed = true;
  };
  crash = () => this.emit("disconnected");
}

/** Without a browser. */
class FakeBrowsers {
  launched: FakeBrowser[] = [];
  isBroken = false;

  launch = async () => {
    if (this.isBroken) throw new Error("no such file");
    const browser = new FakeBrowser();
    this.launched.push(browser);
    return browser;
  };
}

describe("the browser of a process", () => {
  let browsers: FakeBrowsers;
  const keeping = (idleMs: number) => new KeptBrowser(browsers.launch, idleMs);
  beforeEach(() => {
    browsers = new FakeBrowsers();
  });

  it("is launched for the first suite that asks, and serves those that come meanwhile and soon after", async () => {
    const kept = keeping(60_000);
    expect(browsers.launched).toEqual([]);
    const [one, two] = await Promise.all([kept.borrow(), kept.borrow()]);
    kept.giveBack();
    kept.giveBack();
    const three = await kept.borrow();
    expect(browsers.launched).toEqual([one]);
    expect([two, three]).toEqual([one, one]);
  });

  it("is closed when nobody has it any more, and launched again for a later suite", async () => {
    const kept = keeping(1);
    const [one] = [await kept.borrow(), await kept.borrow()];
    kept.giveBack();
    expect(await kept.borrow()).toBe(one);
    kept.giveBack();
    kept.giveBack();
    await waitFor("the end", () => one.isClosed);
    expect(await kept.borrow()).toBe(browsers.launched[1]);
  });

  it("stays while one suite still has it", async () => {
    const kept = keeping(1);
    const [one] = [await kept.borrow(), await kept.borrow()];
    kept.giveBack();
    const other = new KeptBrowser(new FakeBrowsers().launch, 10);
    const only = await other.borrow();
    other.giveBack();
    await waitFor("the end of one that nobody has", () => only.isClosed);
    expect(one.isClosed).toBe(false);
  });

  it("is launched again after a crash, whoever still has the old one", async () => {
    const kept = keeping(60_000);
    const one = await kept.borrow();
    one.crash();
    expect(await kept.borrow()).toBe(browsers.launched[1]);
  });

  it("is not there for a suite when it cannot be launched, and is tried again for the next", async () => {
    const kept = keeping(60_000);
    browsers.isBroken = true;
    await expect(kept.borrow()).rejects.toThrow("no such file");
    browsers.isBroken = false;
    expect(await kept.borrow()).toBe(browsers.launched[0]);
  });
});

/** Opens a page whose end never comes, and has nothing more to do. */
const BORROW = `
  import { keptBrowser } from "./test/browser/chromium.ts";
  const waits = setInterval(() => undefined, 1_000);
  const page = await (await keptBrowser.borrow()).newPage();
  await page.goto(process.argv[1], { waitUntil: "commit" });
  clearInterval(waits);
`;

describeInBrowser("the browser of a process that ends", () => {
  it("does not keep it from ending, also while it is borrowed, and ends too", async () => {
    const connections: Socket[] = [];
    const server = createServer(({ socket }, response) => {
      connections.push(socket);
      response.writeHead(200, { "content-type": "text/html" }).write("<p>Wait");
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const given = ["--input-type=module", "--eval", BORROW, `http://127.0.0.1:${port}`];
    await promisify(execFile)(process.execPath, given, { timeout: 20_000 });
    await waitFor("the end of its browser", () => connections[0]?.closed);
    server.close();
  });
});
