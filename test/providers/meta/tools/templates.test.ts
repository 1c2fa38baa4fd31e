import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { templateDefinition } from "../../../../lib/providers/meta/tools/template-definition.ts";
import { metaTemplates } from "../../../../lib/providers/meta/tools/templates.ts";
import { aFakeMeta, NUMBER } from "../../../local/a-fake-meta.ts";
import { FakeServer, type Reply } from "../../../support/http-server.ts";

const clock = { now: Date.now };
const numberOf = (graphUrl: string, timeoutMs = 20_000) =>
  metaTemplates({
    fetch,
    clock,
    graphUrl,
    graphVersion: "v25.0",
    ...NUMBER,
    accessToken: async () => "token",
    timeoutMs,
  });

describe("the list of Meta's templates", () => {
  const bench = aFakeMeta();

  it("lists for each what a message must fill in", async () => {
    expect(await numberOf(bench.meta.url).list()).toMatchObject([
      {
        name: "order_update",
        language: "en_US",
        status: "APPROVED",
        category: "UTILITY",
        named: false,
        header: { type: "text", placeholders: ["1"] },
        body: {
          text: "Hi {{1}}, your *{{2}}* is on its way and arrives {{3}}.",
          placeholders: ["1", "2", "3"],
        },
        buttons: [{ index: 0, type: "url" }],
      },
      {
        name: "appointment_reminder",
        named: true,
        body: { placeholders: ["first_name", "day", "time"] },
        buttons: [],
      },
      { name: "continue_chat", language: "en_US", body: { placeholders: [] }, buttons: [] },
      { name: "continue_chat", language: "es" },
      {
        name: "spring_sale",
        category: "MARKETING",
        header: { type: "image", placeholders: [] },
        body: { placeholders: ["1", "2"] },
      },
      { name: "winter_sale", status: "PAUSED" },
    ]);
  });

  it("shows how many people may be written to in a day", async () => {
    bench.meta.messagingLimit = "TIER_2K";
    expect(await numberOf(bench.meta.url).dailyLimit()).toBe(2_000);
  });
});

describe("asking Meta for templates", () => {
  let server: FakeServer;
  beforeEach(async () => {
    server = new FakeServer();
    await server.start();
  });
  afterEach(() => server.stop());

  it("asks for the fields it reads, page by page, with the token in a header only", async () => {
    const page = (after: string, more: boolean) => ({
      data: [{ name: `t_${after}`, status: "APPROVED" }],
      paging: { cursors: { after }, ...(more && { next: "https://evil.example/?access_token=token" }) },
    });
    const pages = [page("a&b", true), page("c", false)];
    const answering: typeof fetch = (url, init) => {
      server.reply = { status: 200, body: pages.shift() };
      return fetch(url, init);
    };
    const { list } = metaTemplates({
      ...{
        fetch: answering,
        clock,
        graphUrl: server.url,
        graphVersion: "v25.0",
        accessToken: async () => "token",
      },
      ...NUMBER,
    });
    expect((await list()).map(({ name }) => name)).toEqual(["t_a&b", "t_c"]);
    const asked = `/v25.0/${NUMBER.wabaId}/message_templates?fields=name%2Cstatus%2Ccategory%2Clanguage%2Cparameter_format%2Ccomponents&limit=100`;
    expect(server.seen).toMatchObject([
      { method: "GET", url: asked, headers: { authorization: "Bearer token" } },
      { method: "GET", url: `${asked}&after=a%26b`, headers: { authorization: "Bearer token" } },
    ]);
  });

  it("ends although the pages do not", async () => {
    server.reply = {
      status: 200,
      body: { data: [{ name: "t" }], paging: { cursors: { after: "a" }, next: "x" } },
    };
    await expect(numberOf(server.url, 20_000).list()).rejects.toMatchObject({
      system: "meta",
      code: "too_many_pages",
      retry: "never",
    });
    expect(server.seen).toHaveLength(100);
  });

  it("stops where no cursor leads on", async () => {
    server.reply = { status: 200, body: { data: [], paging: { next: "x" } } };
    expect(await numberOf(server.url).list()).toEqual([]);
  });

  it("reads a page of many large templates", async () => {
    const components = [{ type: "BODY", text: "x".repeat(20_000) }];
    server.reply = {
      status: 200,
      body: { data: Array.from({ length: 100 }, (_, at) => ({ name: `t${at}`, components })) },
    };
    expect(await numberOf(server.url).list()).toHaveLength(100);
  });

  it.each<[string, Reply, string, "never" | "later"]>([
    ["a wrong token", { status: 401, body: { error: { code: 190, message: "of Dana" } } }, "190", "never"],
    ["a throttle", { status: 429, body: { error: { code: 80007 } } }, "80007", "later"],
    ["a fault of theirs", { status: 503, body: "<html>" }, "http_503", "later"],
    ["a redirect, which is not followed", { status: 302, headers: { location: "/x" } }, "http_302", "never"],
    ["a page instead of JSON", { status: 200, body: "<html>" }, "unreadable_answer", "later"],
    ["JSON without a list", { status: 200, body: { data: { name: "t" } } }, "unreadable_answer", "later"],
    ["a cut connection", "cut", "cut", "later"],
  ])("fails with who and why: %s", async (_, reply, code, retry) => {
    server.reply = reply;
    await expect(numberOf(server.url).list()).rejects.toMatchObject({
      name: "IntegrationError",
      system: "meta",
      code,
      retry,
    });
    expect(server.seen).toHaveLength(1);
  });

  it("gives all pages together one time", async () => {
    server.reply = "hang";
    await expect(numberOf(server.url, 100).list()).rejects.toMatchObject({ code: "timeout" });
  });

  it.each([
    ["TIER_250", 250],
    ["TIER_2K", 2_000],
    ["TIER_10K", 10_000],
    ["TIER_100K", 100_000],
    ["TIER_UNLIMITED", undefined],
    ["-1", undefined],
    [-1, undefined],
    ["TIER_NEW", undefined],
    ["TIER_2K_TRIAL", undefined],
    [250, 250],
    ["2000", 2_000],
    ["", undefined],
    [undefined, undefined],
    [{ current: 1 }, undefined],
  ])("reads the daily limit %p as %p", async (limit, people) => {
    server.reply = {
      status: 200,
      body: { id: NUMBER.phoneNumberId, whatsapp_business_manager_messaging_limit: limit },
    };
    expect(await numberOf(server.url).dailyLimit()).toBe(people);
    expect(server.seen).toMatchObject([
      {
        method: "GET",
        url: `/v25.0/${NUMBER.phoneNumberId}?fields=whatsapp_business_manager_messaging_limit`,
      },
    ]);
  });
});

describe("the definition of a template", () => {
  const of = (components: unknown, change: Record<string, unknown> = {}) =>
    templateDefinition({ name: "t", language: "en_US", status: "APPROVED", components, ...change });

  it("has each place once: numbered ones by their numbers, named ones as they come", () => {
    expect(of([{ type: "BODY", text: "{{10}} {{2}} {{ 1 }} {{2}} {{}} {1}" }])).toMatchObject({
      body: { placeholders: ["1", "2", "10"] },
    });
    const named = { parameter_format: "NAMED" };
    expect(of([{ type: "BODY", text: "{{name}} {{day}} {{name}}" }], named)).toMatchObject({
      named: true,
      body: { placeholders: ["name", "day"] },
    });
  });

  it.each<[string, unknown, unknown[]]>([
    ["a link with a place", { type: "URL", url: "https://a.example/{{1}}" }, [{ index: 1, type: "url" }]],
    ["a link without one", { type: "URL", url: "https://a.example" }, []],
    ["a code to copy", { type: "COPY_CODE" }, [{ index: 1, type: "copy_code" }]],
    ["a one-time code", { type: "OTP", otp_type: "ONE_TAP" }, [{ index: 1, type: "url" }]],
    ["a quick reply, whose payload may be left out", { type: "QUICK_REPLY", text: "Yes" }, []],
    ["a phone number", { type: "PHONE_NUMBER", phone_number: "+1" }, []],
  ])("shows what its buttons need: %s", (_, button, buttons) => {
    const definition = of([{ type: "BUTTONS", buttons: [{ type: "QUICK_REPLY" }, button] }]);
    expect(definition).toMatchObject({ status: "APPROVED", buttons });
    expect(definition?.buttons).toEqual(buttons);
  });

  it.each<[string, unknown[]]>([
    ["a place in its header", [{ type: "HEADER", format: "LOCATION" }]],
    [
      "a carousel",
      [
        { type: "BODY", text: "a" },
        { type: "CAROUSEL", cards: [] },
      ],
    ],
    ["a form", [{ type: "BUTTONS", buttons: [{ type: "FLOW" }] }]],
    ["an invalid button", [{ type: "BUTTONS", buttons: [null] }]],
  ])("cannot be sent when it has %s", (_, components) => {
    expect(of(components)).toMatchObject({ name: "t", status: "UNSUPPORTED" });
  });

  it.each([
    [{ status: "approved" }, "APPROVED"],
    [{ status: undefined }, "UNKNOWN"],
  ])("is never approved by mistake: %j", (change, status) => {
    expect(of([], change)).toEqual({
      name: "t",
      language: "en_US",
      status,
      named: false,
      body: { text: "", placeholders: [] },
      buttons: [],
    });
  });

  it.each([[null], ["t"], [{}], [{ name: "" }]])("is ignored without a name: %j", (entry) => {
    expect(templateDefinition(entry)).toBeUndefined();
  });
});
