import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { twilioSender } from "../../../../lib/providers/twilio/sending/sender.ts";
import { contentDefinition } from "../../../../lib/providers/twilio/tools/content-definition.ts";
import { twilioTemplates } from "../../../../lib/providers/twilio/tools/templates.ts";
import { DEMO_CONTENTS } from "../../../../local/twilio/contents.ts";
import { ACCOUNT, aFakeTwilio, FROM } from "../../../local/a-fake-twilio.ts";
import { FakeServer, type Reply } from "../../../support/http-server.ts";

const clock = { now: Date.now };

let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
});
afterEach(() => server.stop());

const catalogue = (timeoutMs = 20_000, fetching = fetch) =>
  twilioTemplates({
    fetch: fetching,
    clock,
    contentUrl: server.url,
    credentials: async () => ({ accountSid: "AC1", authToken: "token" }),
    timeoutMs,
  });
/** One after the other. */
const paged =
  (...pages: unknown[]): typeof fetch =>
  (url, init) => {
    server.reply = { status: 200, body: pages.shift() };
    return fetch(url, init);
  };
const sids = async (list: ReturnType<ReturnType<typeof catalogue>["list"]>) =>
  (await list).map(({ name }) => name);

describe("the list of Twilio's contents", () => {
  it("is read page by page with the account's credentials", async () => {
    const next = `${server.url}/v1/ContentAndApprovals?PageSize=100&Page=1&PageToken=x`;
    const pages = paged(
      { contents: [{ sid: "HX1" }], meta: { next_page_url: next } },
      { contents: [{ sid: "HX2" }, null, {}], meta: { next_page_url: null } },
    );
    expect(await sids(catalogue(20_000, pages).list())).toEqual(["HX1", "HX2"]);
    const headers = { authorization: `Basic ${btoa("AC1:token")}` };
    expect(server.seen).toMatchObject([
      { method: "GET", url: "/v1/ContentAndApprovals?PageSize=100", headers },
      { method: "GET", url: "/v1/ContentAndApprovals?PageSize=100&Page=1&PageToken=x", headers },
    ]);
  });

  it.each([
    "https://content.twilio.com.evil.example/v1/ContentAndApprovals?Page=1",
    "http://127.0.0.1:1/v1/ContentAndApprovals?Page=1",
    "/v1/ContentAndApprovals?Page=1",
    "not a link",
  ])("takes its credentials to no other host: %s", async (next) => {
    server.reply = { status: 200, body: { contents: [], meta: { next_page_url: next } } };
    await expect(catalogue().list()).rejects.toMatchObject({
      system: "twilio",
      code: "foreign_page",
      retry: "never",
    });
    expect(server.seen).toHaveLength(1);
  });

  it("ends although the pages do not", async () => {
    server.reply = {
      status: 200,
      body: { contents: [], meta: { next_page_url: `${server.url}/v1/ContentAndApprovals` } },
    };
    await expect(catalogue(20_000).list()).rejects.toMatchObject({ code: "too_many_pages", retry: "never" });
    expect(server.seen).toHaveLength(100);
  });

  it.each<[string, Reply, string, "never" | "later"]>([
    ["a wrong token", { status: 401, body: { code: 20003, message: "Dana" } }, "20003", "never"],
    ["a throttle", { status: 429, body: { code: 20429 } }, "20429", "later"],
    ["a fault of theirs", { status: 500, body: "x" }, "http_500", "later"],
    ["a page instead of JSON", { status: 200, body: "<html>" }, "unreadable_answer", "later"],
    ["JSON without a list", { status: 200, body: {} }, "unreadable_answer", "later"],
    ["a redirect, which is not followed", { status: 307, headers: { location: "/x" } }, "http_307", "never"],
    ["a cut connection", "cut", "cut", "later"],
  ])("fails with who and why: %s", async (_, reply, code, retry) => {
    server.reply = reply;
    await expect(catalogue().list()).rejects.toMatchObject({
      name: "IntegrationError",
      system: "twilio",
      code,
      retry,
    });
    expect(server.seen).toHaveLength(1);
  });

  it("comes without a daily limit, and nobody is asked for one", async () => {
    expect(await catalogue().dailyLimit()).toBeUndefined();
    expect(server.seen).toEqual([]);
  });
});

describe("a content sent with the values that its definition asks for", () => {
  const bench = aFakeTwilio();

  it("arrives filled in", async () => {
    const credentials = async () => ({ accountSid: ACCOUNT, authToken: "token" });
    const { url } = bench.twilio;
    const listed = await twilioTemplates({ fetch, clock, contentUrl: url, credentials }).list();
    expect(listed).toHaveLength(DEMO_CONTENTS.length);
    const statusUrl = `${bench.hookUrl}/status`;
    const sender = twilioSender({
      fetch,
      clock,
      apiUrl: url,
      messagingUrl: url,
      from: FROM,
      statusUrl,
      credentials,
    });
    for (const { name, status, body } of listed.filter(({ status }) => status === "APPROVED")) {
      const values = Object.fromEntries(body.placeholders.map((place) => [place, `<${place}>`]));
      const to = { phone: "15550177001" };
      const outgoing = { to, text: "", reference: "cw1.c.t.0.1", template: { name, body: values } };
      expect([status, await sender.send(outgoing, Date.now() + 2_000)]).toMatchObject([
        "APPROVED",
        { kind: "accepted" },
      ]);
    }
    expect(bench.twilio.phone.messages.map(({ text }) => text)).toEqual([
      "Hi <1>, your *<2>* is on its way and arrives <3>.",
      "Hi <first_name>, see you in the shop on <day>.",
      "We have an answer to your question. Write to us and we send it.",
      "[media]\n<1>, all desk lamps are <2> off until Sunday.",
    ]);
  });
});

describe("the definition of a content", () => {
  it("goes by its sid, and has all its places together wherever they are", () => {
    expect(DEMO_CONTENTS.map(contentDefinition)).toMatchObject([
      {
        title: "order_update",
        language: "en",
        status: "APPROVED",
        category: "UTILITY",
        named: false,
        body: { placeholders: ["1", "2", "3"] },
      },
      {
        title: "appointment_reminder",
        named: true,
        body: { placeholders: ["first_name", "day"] },
        buttons: [],
      },
      {
        title: "continue_chat",
        body: { text: "We have an answer to your question. Write to us and we send it.", placeholders: [] },
      },
      { title: "spring_sale", category: "MARKETING", body: { placeholders: ["1", "2", "3"] } },
      { title: "winter_sale", status: "PAUSED" },
    ]);
    expect(contentDefinition(DEMO_CONTENTS[0])?.name).toBe(DEMO_CONTENTS[0]?.sid);
  });

  it("has the places of its text first, then those of its buttons", () => {
    const types = {
      "twilio/card": {
        actions: [{ type: "URL", title: "{{label}}", url: "https://a.example/{{path}}" }],
        title: "Hi {{name}}",
      },
    };
    expect(contentDefinition({ sid: "HX1", types })).toMatchObject({
      body: { text: "Hi {{name}}", placeholders: ["name", "label", "path"] },
    });
  });

  it.each([
    [null, "UNSUBMITTED"],
    [{ status: "" }, "UNSUBMITTED"],
    [[{ status: "rejected" }], "REJECTED"],
  ])("is not approved unless Twilio says so: %j", (approval_requests, status) => {
    expect(contentDefinition({ sid: "HX1", approval_requests })).toEqual({
      name: "HX1",
      status,
      named: false,
      body: { text: "", placeholders: [] },
      buttons: [],
    });
  });
});
