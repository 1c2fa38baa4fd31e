import { mkdtemp, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { aConversation, FakeOperatorApi } from "./support/fake-operator-api.ts";
import { runCli } from "./support/run-cli.ts";

const DANA = "+14155550123";

describe("the operator's commands", () => {
  let api: FakeOperatorApi;
  const wa = (argv: readonly string[], change = {}) => runCli([...argv, "--url", api.url], change);

  beforeEach(async () => {
    api = new FakeOperatorApi();
    await api.start();
  });
  afterEach(() => api.stop());

  it("shows who waits, for how long and how long they can be answered", async () => {
    api.handoffs = [
      {
        ...{ conversation: "conv-dana-0123456789ab", number: "support", id: "h1", reason: "asked", since: 1 },
        ...{
          waitingSeconds: 3_700,
          windowSecondsLeft: 3_000,
          customer: { name: "Dana", phone: "14155550123" },
          summary: "wants a refund",
        },
      },
    ];
    const { code, out, err } = await wa(["handoffs"], { width: 140 });
    expect(code).toBe(0);
    expect(out).toMatch(
      /1 h 01 min {2}50 min {2}Dana \+14155550123 {2}asked for a person {2}support {2}conv-dana/,
    );
    expect(out).toContain("wants a refund");
    expect(err).toContain("less than two hours");
    expect(JSON.parse((await wa(["handoffs", "--json"])).out).handoffs[0].id).toBe("h1");
    const narrow = (await wa(["handoffs"], { width: 80 })).out;
    expect(narrow).toContain("Dana +14155550123\n  waiting 1 h 01 min, window 50 min\n");
    expect(Math.max(...narrow.split("\n").map(({ length }) => length))).toBeLessThan(80);
  });

  it("shows outside business hours until when nobody is there, and that the bot goes on", async () => {
    const opensAt = new Date(2026, 10, 30, 9).getTime();
    const waiting = (number: string, change: object) => ({
      ...{ conversation: `conv-dana-${number}-89ab`, number, id: number, reason: "asked", since: 1 },
      ...{ waitingSeconds: 60, windowSecondsLeft: 80_000, customer: { name: "Dana" }, ...change },
    });
    api.handoffs = [waiting("support", { opensAt, botUntil: opensAt }), waiting("sales", {})];
    const { err } = await wa(["handoffs"], { width: 140 });
    expect(err).toContain("support: outside business hours until 2026-11-30 09:00.");
    expect(err).toContain("The bot goes on until then with 1 of them.");
    expect(err).not.toContain("sales");
    const handoff = { id: "h", reason: "asked", since: opensAt - 3_600_000, origin: "c" };
    api.shown = { ...api.shown, handoff, opensAt };
    expect((await wa(["show", DANA])).out).toMatch(
      /bot silent since 2026-11-30 08:00 .*; outside business hours until 2026-11-30 09:00/,
    );
    api.shown = { ...api.shown, botUntil: opensAt };
    const { out } = await wa(["show", DANA]);
    expect(out).toContain("bot answers until 2026-11-30 09:00");
    expect(out).not.toContain("silent");
  });

  it("lets no customer steer the terminal", async () => {
    api.shown = {
      ...api.shown,
      customer: { profileName: "Da\u001b[2Jna\u202e" },
      transcript: [{ at: Date.now(), from: "customer", text: "bell\u0007 and \u009b31m" }],
    };
    const { out } = await wa(["show", DANA]);
    expect(out).toContain("Da�[2Jna�");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    const json = (await wa(["show", DANA, "--json"])).out;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(json).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(json)).toEqual(api.shown);
  });

  it("sends no text that is garbled", async () => {
    const latin = await wa(["reply", DANA, "-"], {
      stdin: async () => Buffer.from("Gr\u00fc\u00dfe", "latin1"),
    });
    expect(latin).toMatchObject({ code: 2, err: expect.stringContaining("UTF-8") });
    expect(api.calls).toEqual([]);
  });

  it("takes phones in any usual spelling", async () => {
    for (const spelling of ["+1 (415) 555-0123", "0014155550123", "whatsapp:+14155550123"])
      expect((await wa(["find", spelling])).code).toBe(0);
    expect(api.called("POST /conversations/find").map(({ body }) => body.contact)).toEqual([
      DANA,
      DANA,
      DANA,
    ]);
  });

  it("says what a number without country code needs", async () => {
    const { code, err } = await wa(["find", "415 555 0123"]);
    expect([code, api.calls.length]).toEqual([2, 0]);
    expect(err).toContain("put + and the country code");
  });

  it("does not claim that the bot answers a customer who opted out", async () => {
    api.contacts[DANA] = [aConversation({ optedOut: true })];
    api.shown = { ...api.shown, optedOut: true };
    const said = (await wa(["find", DANA])).out + (await wa(["show", DANA])).out;
    expect(said.match(/opted out/g)).toHaveLength(2);
    expect(said).not.toContain("bot answers");
  });

  it("does not guess among several conversations", async () => {
    api.contacts[DANA] = [
      aConversation(),
      aConversation({ conversation: "conv-dana-sales-456789", number: "sales" }),
    ];
    const several = await wa(["pause", DANA]);
    expect(several.code).toBe(2);
    expect(several.err).toContain("conv-dana-sales-456789  sales");
    expect(api.called("POST /conversations/conv")).toEqual([]);
    expect((await wa(["pause", DANA, "--number", "sales", "--quiet"])).code).toBe(0);
    expect(api.called("POST /conversations/conv")[0]).toMatchObject({
      call: "POST /conversations/conv-dana-sales-456789/pause",
      body: { quiet: true, id: "id-1" },
    });
  });

  it("takes a conversation id that looks like an option", async () => {
    const id = "-N9za6u_UuYiOmjym3uyjM";
    expect((await wa(["resume", id])).code).toBe(0);
    expect(api.calls[0]?.call).toBe(`POST /conversations/${id}/resume`);
  });

  it("replies, and waits until it is sent", async () => {
    const { code, out } = await wa(["reply", DANA, "Your", "parcel left."]);
    expect([code, out]).toEqual([0, "Sent.\n"]);
    expect(api.called("POST /conversations/conv")[0]?.body).toEqual({
      text: "Your parcel left.",
      id: "id-1",
    });
  });

  it("does not send a reply twice when the answer to the first was lost", async () => {
    api.failures = [{ status: 503, body: { error: "try-again", message: "again" } }];
    await wa(["reply", "conv-dana-0123456789ab", "Hello"]);
    expect(api.called("POST").map(({ body }) => body.id)).toEqual(["id-1", "id-1"]);
  });

  it("says when a reply was refused by the provider, or takes long", async () => {
    api.ending = { state: "failed", code: "131026" };
    expect(await wa(["reply", DANA, "Hello"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("131026"),
    });
    api.ending = { state: "waiting" };
    expect(await wa(["reply", DANA, "Hello"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("not sent within 20 seconds"),
    });
  });

  it("knows its own handoff again when the answer to the first attempt was lost", async () => {
    const mine = { result: "already-paused", handoff: { id: "id-1", reason: "operator", since: 1 } };
    api.failures = [
      { status: 503, body: { error: "try-again" } },
      { status: 200, body: mine },
    ];
    expect(await wa(["pause", "conv-dana-0123456789ab", "--summary", "refund"])).toMatchObject({
      out: expect.stringContaining("silent now"),
      err: "",
    });
    api.failures = [{ status: 200, body: { ...mine, handoff: { ...mine.handoff, id: "another" } } }];
    expect(await wa(["pause", "conv-dana-0123456789ab", "--summary", "refund"])).toMatchObject({
      out: expect.stringContaining("A person has it already"),
      err: expect.stringContaining("was not kept"),
    });
  });

  it("says which setting is missing before templates can be listed", async () => {
    api.failures = [
      { status: 502, body: { error: "provider-failed", message: "later", code: "no_waba_id" } },
    ];
    expect(await wa(["templates", "--number", "support"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("wabaId"),
    });
    expect(api.calls).toHaveLength(1);
  });

  it("names the template command when the window is closed", async () => {
    api.failures = [{ status: 409, body: { error: "window-closed", message: "too late" } }];
    const { code, err } = await wa(["reply", "conv-dana-0123456789ab", "Hello"]);
    expect(code).toBe(4);
    expect(err).toContain("send-template NAME");
  });

  it("switches only what is named", async () => {
    expect((await wa(["switch", "off"])).code).toBe(2);
    expect(await wa(["switch", "off", "--number", "support"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/support\s+off/),
    });
    expect(api.switches).toEqual([
      { number: "*", off: false },
      { number: "support", off: true },
    ]);
    api.switches = [
      { number: "*", off: true },
      { number: "support", off: false },
    ];
    expect((await wa(["switch"])).out).toMatch(/support\s+off \(all are\)/);
  });

  it("exports all pages of leads as a table in which nothing is a formula", async () => {
    const lead = (name: string, phone: string) => ({
      ...{ conversation: "c", number: "support", createdAt: 0, updatedAt: 0, revision: 1 },
      fields: {
        phone: { value: phone, source: "profile", at: 0 },
        name: { value: name, source: "profile", at: 0 },
      },
    });
    api.leadPages = [
      [lead('=HYPERLINK("x")', DANA)],
      [
        lead("Bob, jr.", "+14155550124"),
        lead("Eve;=1+1", "-1"),
        { ...lead("Kim", DANA), conversation: "-k" },
      ],
    ];
    const { out } = await wa(["leads", "export", "--csv"]);
    expect(out.split("\n")[0]).toBe("conversation,number,created,updated,name,phone");
    expect(out).toContain(`"'=HYPERLINK(""x"")",${DANA}`);
    expect(out).toContain('"Bob, jr.",+14155550124');
    expect(out).toContain("Eve;'=1+1,'-1");
    expect(out).toMatch(/^'-k,/m);
    expect((await wa(["leads", "export"])).code).toBe(2);
    const file = join(await mkdtemp(join(tmpdir(), "wa-")), "leads.csv");
    await wa(["leads", "export", "--csv", "--out", file]);
    expect(await readFile(file, "utf8")).toBe(`\uFEFF${out}`);
  });

  it("writes an export that only its owner can read", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "wa-")), "dana.json");
    expect(await wa(["export", DANA, "--out", file])).toMatchObject({ code: 0, out: "" });
    expect(JSON.parse(await readFile(file, "utf8")).conversations[0].items).toEqual([{ text: "hello" }]);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it("forgets only after a yes, and says what it cannot erase", async () => {
    expect((await wa(["forget", DANA])).code).toBe(2);
    expect((await wa(["forget", DANA], { ask: async () => "n" })).code).toBe(1);
    expect(api.called("POST /conversations/forget")).toEqual([]);
    const done = await wa(["forget", DANA], { ask: async () => "yes" });
    expect(done).toMatchObject({
      code: 0,
      out: expect.stringContaining("12 item(s) erased"),
      err: expect.stringContaining("Chatsby's own copy"),
    });
  });
});
