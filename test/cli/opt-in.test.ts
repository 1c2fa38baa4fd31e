import { describe, expect, it } from "@jest/globals";
import { timeOf } from "../../cli/opt-ins/read-opt-ins.ts";
import { listOf, mailingWorld, phones } from "./support/mailing-world.ts";
import { runCli } from "./support/run-cli.ts";

const DAY = Date.UTC(2026, 4, 3);

describe("opt-in", () => {
  const world = mailingWorld();
  const wa = (...argv: string[]) =>
    runCli(["opt-in", ...argv, "--number", "support", "--url", world.api.url]);
  const one = (...argv: string[]) =>
    wa("+1 (415) 555-1000", "--source", "Form", "--text", "Offers, twice a month", ...argv);
  const all = (argv: string[] = ["--yes"], change = {}) =>
    runCli(["opt-in", "--csv", world.file, "--number", "support", "--url", world.api.url, ...argv], change);

  it("records one customer's, by source, text and date", async () => {
    expect(await one("--date", "2026-05-03")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Recorded: the customer's only opt-in."),
    });
    expect(world.api.optIns).toEqual([
      { number: "support", contact: "+14155551000", source: "Form", text: "Offers, twice a month", at: DAY },
    ]);
    expect((await one("--date", "2026-05-03")).out).toContain("Recorded before");
    expect(JSON.parse((await one("--date", "2026-05-03", "--json")).out)).toMatchObject({
      result: "repeated",
    });
  });

  it("is of now without a date, with an id of its own", async () => {
    await one();
    expect(world.api.optIns).toMatchObject([{ id: expect.any(String) }]);
    expect(world.api.optIns[0]).not.toHaveProperty("at");
  });

  it("says that the customer's own opt-out counts", async () => {
    world.api.optedOut.add("+14155551000");
    expect((await one()).err).toContain("only the customer can change it, by writing START");
  });

  it.each([
    [["--date", "3.5.2026"], "Write --date as 2026-05-03"],
    [["--date", "2026-02-30"], "Write --date as 2026-05-03"],
    [["--csv", "x.csv"], "either a contact or --csv"],
  ])("is refused with %j", async (argv, problem) => {
    expect(await one(...argv)).toMatchObject({ code: 2, err: expect.stringContaining(problem) });
    expect(world.api.optIns).toEqual([]);
  });

  it.each([[["+14155551000", "--text", "x"]], [["+14155551000", "--source", "x"]], [[]]])(
    "needs a contact, a source and a text: %j",
    async (argv) => {
      expect((await wa(...argv)).code).toBe(2);
    },
  );

  it("withdraws a customer's, all or one, with the reason", async () => {
    await one("--date", "2026-05-03");
    const { code, out } = await wa("+14155551000", "--withdraw", "entered by mistake");
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("Withdrawn: 1. 0 of this customer's opt-ins count."),
    ]);
    await wa("+14155551000", "--withdraw", "said so", "--id", "o1");
    expect(world.api.withdrawals).toEqual([
      { number: "support", contact: "+14155551000", why: "entered by mistake" },
      { number: "support", contact: "+14155551000", why: "said so", id: "o1" },
    ]);
    expect(world.api.optIns).toHaveLength(1);
  });

  it.each([
    [["--withdraw", "why"]],
    [["+14155551000", "--id", "o1"]],
    [["+14155551000", "--withdraw", ""]],
    [["+14155551000", "--withdraw", "why", "--date", "2026-05-03"]],
    [["--withdraw", "why", "--csv", "x.csv"]],
  ])("withdraws nothing with %j", async (argv) => {
    expect(await wa(...argv)).toMatchObject({ code: 2, err: expect.stringContaining("To withdraw, give") });
    expect(world.api.withdrawals).toEqual([]);
  });

  it("records everybody's in a file, several of one customer, and nothing twice", async () => {
    await world.save(
      [
        "Phone;Name;Source;Date",
        "+14155551000;Dana;Shop;2026-05-03",
        "+14155551000;Dana;Shop;2026-05-04T14:30",
        "+14155551001;Luis;;2026-05-03",
      ].join("\n"),
    );
    const flags = ["--yes", "--text", "Offers", "--source", "Call"];
    const { code, out } = await all(flags);
    expect([code, out]).toEqual([0, expect.stringMatching(/recorded now\s+3\n/)]);
    expect(world.api.optIns.toSorted((a, b) => Number(a.at) - Number(b.at))).toMatchObject([
      { contact: expect.stringMatching(/100[01]$/), at: DAY },
      { contact: expect.stringMatching(/100[01]$/), at: DAY },
      { contact: "+14155551000", source: "Shop", text: "Offers", at: DAY + 86_400_000 + 14.5 * 3_600_000 },
    ]);
    expect(world.api.optIns).toContainEqual(
      expect.objectContaining({ contact: "+14155551001", source: "Call" }),
    );
    expect((await all(flags)).out).toMatch(/recorded before\s+3\n/);
    expect(world.api.optIns).toHaveLength(3);
  });

  it("lists all problems of a file by line, without a value, and records nothing", async () => {
    await world.save("contact,source,date\n+14155551000,Shop,secret\n123,Shop,2026-05-03\n+14155551001,,\n");
    const { code, err } = await all(["--yes", "--text", "Offers"]);
    expect(code).toBe(2);
    for (const part of [
      "line 2: write the date as",
      "line 3: put +",
      "line 4: the source is missing",
      "line 4: the date is missing",
    ])
      expect(err).toContain(part);
    expect(err).not.toContain("secret");
    expect(world.api.optIns).toEqual([]);
  });

  it("reports what was refused and who has opted out, and goes on after an interruption", async () => {
    await world.save(listOf(phones(30)));
    const flags = ["--yes", "--json", "--source", "s", "--text", "t", "--date", "2026-05-03"];
    const press = new AbortController();
    world.api.onOptIn = () => {
      if (world.api.optIns.length === 12) press.abort();
    };
    const first = await all(flags, { onInterrupt: () => press.signal });
    expect(first.code).toBe(130);
    const { recorded, left } = JSON.parse(first.out);
    expect([recorded + left, left > 0]).toEqual([30, true]);
    world.api.onOptIn = () => undefined;
    world.api.unknown = "+14155551029";
    world.api.optedOut.add("+14155551000");
    world.api.failures = [{ status: 503, body: { error: "try-again" } }];
    const second = await all(flags);
    expect(second.code).toBe(1);
    expect(JSON.parse(second.out)).toEqual({
      recorded: 29 - recorded,
      repeated: recorded,
      optedOut: 1,
      refused: [{ line: 31, error: "unknown-contact" }],
      left: 0,
      stopped: null,
    });
  });

  it("stops at what concerns everybody", async () => {
    await world.save(listOf(phones(30)));
    world.api.failures = Array.from({ length: 10 }, () => ({ status: 403, body: { error: "not-signed" } }));
    const { code, err } = await all(["--yes", "--source", "s", "--text", "t", "--date", "2026-05-03"]);
    expect(code).toBeGreaterThan(2);
    expect(err).toContain("30 are left");
  });
});

describe("show", () => {
  const world = mailingWorld();

  it("lists the opt-ins of a customer", async () => {
    const optIn = { at: DAY, source: "Form", text: "Offers", by: "arn:aws:iam::1:user/sam", recordedAt: DAY };
    world.api.shown = { ...world.api.shown, optIns: [optIn] };
    const { out } = await runCli(["show", "conv-dana-0123456789ab", "--url", world.api.url]);
    expect(out).toMatch(/opt-in +\S.* Form: Offers \(.*sam\)/);
  });
});

describe("a mailing of marketing, where opt-ins are demanded", () => {
  const world = mailingWorld();

  it("counts those without one", async () => {
    await world.save(listOf(phones(3)));
    world.api.withoutOptIn.add("+14155551001");
    const { code, out } = await world.send();
    expect([code, world.api.sent.length]).toEqual([0, 2]);
    expect(out).toMatch(/no opt-in\s+1\n/);
  });
});

it.each([
  ["2026-05-03", DAY],
  ["2026-05-03T14:30", DAY + 14.5 * 3_600_000],
  ["2026-05-03 14:30:15", DAY + 14.5 * 3_600_000 + 15_000],
  ["2026-05-03T14:30Z", DAY + 14.5 * 3_600_000],
  ["2026-05-03T14:30+02:00", DAY + 12.5 * 3_600_000],
  ["2026-02-30", undefined],
  ["2026-13-01", undefined],
  ["2026-05-03T25:00", undefined],
  ["03/05/2026", undefined],
  ["", undefined],
])("the date %s is %s", (text, at) => {
  expect(timeOf(text)).toBe(at);
});
