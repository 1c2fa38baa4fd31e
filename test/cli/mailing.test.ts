import { describe, expect, it } from "@jest/globals";
import { aTemplate } from "./support/fake-operator-api.ts";
import { listOf, mailingWorld, phones } from "./support/mailing-world.ts";

describe("a mailing", () => {
  const mailing = mailingWorld();
  const { save, send } = mailing;

  it("writes to everybody in the file once, with their values", async () => {
    await save(listOf([...phones(25), " +1 (415) 555-1000"]));
    const { code, out } = await send();
    expect(code).toBe(0);
    expect(mailing.api.sent).toHaveLength(25);
    expect(mailing.api.sent.find(({ contact }) => contact === "+14155551003")).toMatchObject({
      number: "support",
      values: { 1: "Customer 3", 2: "10 %" },
    });
    expect(out).toMatch(/queued now\s+25/);
    expect(out).toMatch(/twice in file\s+1/);
    expect(out).toContain("sent 25, failed 0");
  });

  it("asks before it sends, and needs --yes where nobody can be asked", async () => {
    await save(listOf(phones(1)));
    expect((await send([])).code).toBe(2);
    expect((await send([], { ask: async () => "" })).code).toBe(1);
    expect(mailing.api.sent).toEqual([]);
    expect((await send([], { ask: async () => "y" })).code).toBe(0);
    expect(mailing.api.sent).toHaveLength(1);
  });

  it("shows the first message and sends nothing with --dry-run", async () => {
    await save(listOf(phones(3)));
    const { code, err } = await send(["--dry-run"]);
    expect([code, mailing.api.sent]).toEqual([0, []]);
    expect(err).toContain("Customer 0, all lamps are 10 % off.");
    expect(err).toContain("At most 3 messages in this run, each billed as marketing");
  });

  it("goes on where an interrupted one stopped, when the same command is run again", async () => {
    await save(listOf(phones(40)));
    const press = new AbortController();
    mailing.api.onSent = () => {
      if (mailing.api.sent.length === 12) press.abort();
    };
    const first = await send(["--yes"], { onInterrupt: () => press.signal });
    expect(first.code).toBe(130);
    expect(first.err).toContain("Run the same command again");
    const before = mailing.api.sent.length;
    expect(before).toBeLessThan(40);
    const second = await send();
    expect(second).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`written to before\\s+${before}\\n`)),
    });
    expect(new Set(mailing.api.sent.map(({ contact }) => contact)).size).toBe(40);
    expect(mailing.api.sent).toHaveLength(40);
  });

  it("is another mailing when its values are changed", async () => {
    await save("contact,1\n+14155551000,Dana");
    await send(["--yes", "--set", "2=5 %"]);
    await send(["--yes", "--set", "2=5 %"]);
    await send(["--yes", "--set", "2=9 %"]);
    expect(mailing.api.sent.map(({ values }) => values[2])).toEqual(["5 %", "9 %"]);
    expect(await send(["--yes", "--set", "1=x"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("both by --set and by a column"),
    });
  });

  it("stops at the daily limit and says when to go on", async () => {
    mailing.api.dailyLimit = 7;
    await save(listOf(phones(30)));
    const { code, err } = await send();
    expect([code, mailing.api.sent.length]).toEqual([4, 7]);
    expect(err).toContain("not enough for all today");
    expect(err).toMatch(/for those of this run from \d{4}-\d\d-\d\d \d\d:\d\d on/);
    expect(err).toContain("23 are left");
  });

  it("sends no more new messages than --limit, also when it is run again", async () => {
    await save(listOf(phones(30)));
    await send(["--yes", "--limit", "5"]);
    expect(mailing.api.sent).toHaveLength(5);
    expect(await send(["--yes", "--limit", "5"])).toMatchObject({ code: 0 });
    expect(mailing.api.sent).toHaveLength(10);
  });

  it("survives hiccups without writing to anybody twice or leaving anybody out", async () => {
    await save(listOf(phones(20)));
    const busy = { status: 503, body: { error: "try-again", message: "again" } };
    const templates = {
      status: 200,
      body: { templates: mailing.api.templates, dailyLimit: null, usedLast24Hours: 0 },
    };
    const switches = { status: 200, body: { switches: mailing.api.switches } };
    mailing.api.failures = [
      templates,
      switches,
      "cut",
      busy,
      { status: 429, body: { message: "Too Many Requests" } },
      "cut",
      busy,
    ];
    expect((await send()).code).toBe(0);
    expect(new Set(mailing.api.sent.map(({ contact }) => contact)).size).toBe(20);
    expect(mailing.api.sent).toHaveLength(20);
  });

  it("stops when the API is gone for good", async () => {
    await save(listOf(phones(20)));
    mailing.api.onSent = () => {
      if (mailing.api.sent.length === 3) mailing.api.stop();
    };
    const { code, err } = await send();
    expect(code).toBe(6);
    expect(err).toContain("goes on where it stopped");
  });

  it("stops at once, and still reports, at a problem that is not the API's own", async () => {
    await save(listOf(phones(30)));
    const templates = {
      status: 200,
      body: { templates: mailing.api.templates, dailyLimit: null, usedLast24Hours: 0 },
    };
    const switches = { status: 200, body: { switches: mailing.api.switches } };
    mailing.api.failures = [templates, switches, { status: 200, body: { hello: "world" } }];
    const { code, out, err } = await send();
    expect(code).toBe(1);
    expect(out).toContain("queued now");
    expect(err).toContain("Run the same command again");
    const { length } = mailing.api.sent;
    expect(length).toBeLessThan(30);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(mailing.api.sent).toHaveLength(length);
  });

  it("skips who opted out, and fails when messages failed", async () => {
    await save(listOf(phones(4)));
    mailing.api.optedOut.add("+14155551002");
    mailing.api.ending = { state: "failed", code: "131026" };
    const { code, out } = await send();
    expect(code).toBe(1);
    expect(out).toMatch(/opted out\s+1/);
    expect(out).toContain("3 × 131026");
  });

  it("paces itself", async () => {
    await save(listOf(phones(50)));
    let now = 0;
    const sleep = async (duration: number) => {
      now += duration;
    };
    await send(["--yes", "--rate", "5"], { clock: { now: () => now }, sleep });
    expect(now).toBeGreaterThanOrEqual(9_700);
  });

  it("shows its progress on one line of a terminal, however narrow", async () => {
    await save(listOf(phones(30)));
    const { err } = await send(["--yes"], { live: true, width: 60 });
    const drawn = err
      .split("\r\u001b[K")
      .slice(1)
      .map((line) => line.split("\n")[0] ?? "");
    expect(drawn.at(-1)).toContain("30/30  queued 30");
    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(60);
  });

  it("loses no time over those who were written to before", async () => {
    await save(listOf(phones(50)));
    await send();
    let now = 0;
    const sleep = async (duration: number) => {
      now += duration;
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const { out } = await send(["--yes", "--rate", "1"], { clock: { now: () => now }, sleep });
    expect(out).toMatch(/written to before\s+50/);
    expect(mailing.api.sent).toHaveLength(50);
    expect(now).toBeLessThan(50_000);
  });

  it("does not begin while the number is switched off, or the template is not approved", async () => {
    await save(listOf(phones(2)));
    mailing.api.switches = [{ number: "*", off: true }];
    expect(await send()).toMatchObject({ code: 4, err: expect.stringContaining("switch on --all") });
    mailing.api.switches = [];
    mailing.api.templates = [aTemplate({ status: "PAUSED" })];
    expect((await send()).code).toBe(2);
    mailing.api.templates = [];
    expect((await send()).code).toBe(4);
    expect(mailing.api.sent).toEqual([]);
  });

  it("reports as JSON, and nothing else on standard output", async () => {
    await save(listOf(phones(3)));
    const { out } = await send(["--yes", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      queued: 3,
      repeated: 0,
      left: 0,
      stopped: null,
      counts: { sent: 3 },
      campaign: expect.stringMatching(/^m-[0-9a-f]{16}$/),
    });
  });
});
