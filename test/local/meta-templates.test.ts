import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { aFakeMeta, NUMBER } from "./a-fake-meta.ts";

const LIST = `/v25.0/${NUMBER.wabaId}/message_templates`;
const HOUR = 3600_000;

type Sent = { name?: unknown; language?: unknown; components?: unknown[] };
const message = (template: Sent | undefined) => ({
  messaging_product: "whatsapp",
  to: "+15550177001",
  type: "template",
  template,
});
const text = (value: unknown, name?: string) => ({
  type: "text",
  text: value,
  ...(name && { parameter_name: name }),
});
const body = (...parameters: unknown[]) => ({ type: "body", parameters });
const header = (...parameters: unknown[]) => ({ type: "header", parameters });
const button = (sub_type: string, index: unknown, parameter: unknown) => ({
  type: "button",
  sub_type,
  index,
  parameters: [parameter],
});
const link = button("url", "0", text("L-7"));

const order = (...components: unknown[]) =>
  message({ name: "order_update", language: { code: "en_US" }, components });
const reminder = (...components: unknown[]) =>
  message({ name: "appointment_reminder", language: { code: "en_US" }, components });
const sale = (...components: unknown[]) =>
  message({ name: "spring_sale", language: { code: "en_US" }, components });

const ORDER_PARTS = [header(text("L-7")), body(text("Dana"), text("Aurora"), text("today"))];
const ORDER = order(...ORDER_PARTS, link);
const REMINDER_PARTS = [body(text("9:00", "time"), text("Dana", "first_name"), text("Monday", "day"))];
const REMINDER = reminder(...REMINDER_PARTS);
const IMAGE = { type: "image", image: { link: "https://lumen.example/spring.jpg" } };
const SALE = sale(header(IMAGE), body(text("Dana"), text("20 %")));
const CONTINUE = message({ name: "continue_chat", language: { code: "en_US" } });

describe("templates at the fake of Meta", () => {
  const bench = aFakeMeta();
  const { clock, post, get } = bench;
  const phone = () => bench.meta.phone.messages;
  const statuses = () => bench.changes().flatMap(({ value }) => value.statuses ?? []);

  it("shows the filled text with its buttons on the phone, by position", async () => {
    expect((await post(ORDER)).status).toBe(200);
    expect(phone()).toMatchObject([
      {
        text: "Order L-7\nHi Dana, your *Aurora* is on its way and arrives today.\nLumen Lamps",
        options: ["Track it", "Ask a question"],
        template: "order_update",
      },
    ]);
  });

  it("fills in named values whatever their order, and an image above the text", async () => {
    await post(REMINDER);
    await post(SALE);
    expect(phone().map((each) => each.text)).toEqual([
      "Hi Dana, see you in the shop on Monday at 9:00.",
      "[image]\nDana, all desk lamps are 20 % off until Sunday.",
    ]);
  });

  it("knows every language of a template as one of its own", async () => {
    expect((await post(message({ name: "continue_chat", language: { code: "es" } }))).status).toBe(200);
    expect(phone()[0]?.text).toContain("Escríbanos");
  });

  it.each<[string, unknown, number]>([
    ["an unknown name", message({ name: "order", language: { code: "en_US" } }), 132001],
    ["another language", message({ name: "order_update", language: { code: "en" } }), 132001],
    ["a hyphen in the language", message({ name: "order_update", language: { code: "en-US" } }), 132001],
    ["no template", message(undefined), 131008],
    ["no language", message({ name: "order_update" }), 131008],
    [
      "a paused one",
      message({ name: "winter_sale", language: { code: "en_US" }, components: [body(text("Dana"))] }),
      132015,
    ],
    ["a value too few", order(header(text("L-7")), body(text("Dana"), text("Aurora")), link), 132000],
    ["a value too many", reminder(...REMINDER_PARTS, body(text("x", "more"))), 132000],
    ["no values", reminder(), 132000],
    [
      "names for positions",
      order(header(text("L-7")), body(text("a", "1"), text("b", "2"), text("c", "3")), link),
      132012,
    ],
    ["positions for names", reminder(body(text("a"), text("b"), text("c"))), 132012],
    [
      "an invalid name",
      reminder(body(text("9:00", "time"), text("Dana", "firstname"), text("Monday", "day"))),
      132012,
    ],
    [
      "a name twice",
      reminder(body(text("9:00", "time"), text("Dana", "time"), text("Monday", "day"))),
      132012,
    ],
    [
      "an empty value",
      reminder(body(text("9:00", "time"), text("", "first_name"), text("Monday", "day"))),
      131008,
    ],
    [
      "a new line in a value",
      reminder(body(text("9:00", "time"), text("Da\nna", "first_name"), text("Monday", "day"))),
      132018,
    ],
    [
      "a tab in a value",
      reminder(body(text("9:00", "time"), text("Da\tna", "first_name"), text("Monday", "day"))),
      132018,
    ],
    [
      "five spaces in a value",
      reminder(body(text("9:00", "time"), text("Da     na", "first_name"), text("Monday", "day"))),
      132018,
    ],
    [
      "more text than a body may have",
      sale(header(IMAGE), body(text("x".repeat(1_000)), text("20 %"))),
      132005,
    ],
    ["no header text", order(body(text("Dana"), text("Aurora"), text("today")), link), 132000],
    [
      "an image for a header text",
      order(header(IMAGE), body(text("Dana"), text("Aurora"), text("today")), link),
      132012,
    ],
    ["text for a header image", sale(header(text("Dana")), body(text("Dana"), text("20 %"))), 132012],
    [
      "a document for a header image",
      sale(header({ type: "document", document: { link: "https://a.b/c" } }), body(text("a"), text("b"))),
      132012,
    ],
    ["no header image", sale(body(text("Dana"), text("20 %"))), 132012],
    [
      "an image without a link",
      sale(header({ type: "image", image: { link: "spring.jpg" } }), body(text("a"), text("b"))),
      131008,
    ],
    ["a header that it has not", reminder(header(text("x")), ...REMINDER_PARTS), 132012],
    [
      "no value for the link",
      order(header(text("L-7")), body(text("Dana"), text("Aurora"), text("today"))),
      131008,
    ],
    [
      "a payload for the link",
      order(...ORDER_PARTS, button("url", 0, { type: "payload", payload: "x" })),
      131009,
    ],
    ["a link for a quick reply", reminder(...REMINDER_PARTS, button("url", 0, text("x"))), 131009],
    [
      "a button that it has not",
      reminder(...REMINDER_PARTS, button("quick_reply", 2, { type: "payload", payload: "x" })),
      131009,
    ],
    ["two values for a button", order(...ORDER_PARTS, link, link), 131009],
    ["an unknown component", order(...ORDER_PARTS, link, { type: "carousel" }), 131009],
  ])("refuses %s", async (_, sent, code) => {
    expect(await post(sent)).toMatchObject({ status: code === 132001 ? 404 : 400, error: { code } });
    expect(phone()).toEqual([]);
  });

  it("lets four spaces pass, and names no value of the customer in an error", async () => {
    expect(
      (
        await post(
          reminder(body(text("9:00", "time"), text("Da    na", "first_name"), text("Monday", "day"))),
        )
      ).status,
    ).toBe(200);
    expect(JSON.stringify(await post(reminder(body(text("Dana"), text("Dana")))))).not.toContain("Dana");
  });

  it("may be sent into a closed window, which stays closed", async () => {
    bench.meta.lastWrote(DANA, clock.now() - 24 * HOUR);
    await post(CONTINUE);
    await post({ messaging_product: "whatsapp", to: "+15550177001", type: "text", text: { body: "and?" } });
    await bench.meta.settled();
    expect(phone()).toMatchObject([{ template: "continue_chat", ticks: "read" }]);
    expect(statuses()).toContainEqual(
      expect.objectContaining({ status: "failed", errors: [expect.objectContaining({ code: 131047 })] }),
    );
  });

  it("are priced by their category, and do not use up the free messages", async () => {
    await post(SALE);
    await bench.meta.settled();
    const pricing = { billable: true, pricing_model: "PMP", type: "regular", category: "marketing" };
    expect(statuses()).toContainEqual(expect.objectContaining({ status: "sent", pricing }));
  });

  it("fail with 131050 for marketing to a customer who stopped it, until it is resumed", async () => {
    await bench.meta.preference(DANA, "stop");
    for (const each of [SALE, ORDER]) await post(each);
    await bench.meta.settled();
    expect(phone()).toMatchObject([{ template: "order_update" }]);
    expect(statuses()).toContainEqual(
      expect.objectContaining({ status: "failed", errors: [expect.objectContaining({ code: 131050 })] }),
    );
    await bench.meta.preference(DANA, "resume");
    await post(SALE);
    expect(phone()).toHaveLength(2);
  });

  it("reach as many customers a day outside their windows as the limit says, when it is enforced", async () => {
    bench.meta.dailyLimit = 1;
    const to = (phoneNumber: string) => ({ ...CONTINUE, to: phoneNumber });
    await bench.meta.say({ name: "Ines", phone: "15550177009" }, "Hi");
    const first = await post(to("+15550177001"));
    const again = await post(to("+15550177001"));
    const open = await post(to("+15550177009"));
    const second = await post(to("+15550177002"));
    expect([first, again, open, second].map(({ status, error }) => error?.code ?? status)).toEqual([
      200, 200, 200, 131048,
    ]);
    clock.time += 24 * HOUR;
    expect((await post(to("+15550177002"))).status).toBe(200);
  });

  it("are listed page by page, with a cursor also on the last page", async () => {
    const names: unknown[] = [];
    let path: string | undefined = `${LIST}?fields=name,status&limit=4`;
    let last: Record<string, unknown> = {};
    while (path) {
      const { json } = await get(path);
      names.push(...[json.data].flat());
      last = Object(json.paging);
      path = typeof last.next === "string" ? last.next.slice(bench.meta.url.length) : undefined;
    }
    expect(names).toHaveLength(bench.meta.templates.length);
    expect(names[0]).toEqual({ id: "610000000000001", name: "order_update", status: "APPROVED" });
    expect(last).toMatchObject({ cursors: { after: expect.any(String) } });
    const beyond = await get(`${LIST}?after=${Object(last.cursors).after}`);
    expect(beyond.json).toEqual({ data: [] });
  });

  it("are listed by status, whole when no fields are asked for, and to the owner only", async () => {
    expect((await get(`${LIST}?status=PAUSED`)).json.data).toEqual([bench.meta.templates.at(-1)]);
    expect((await fetch(bench.meta.url + LIST)).status).toBe(401);
    expect((await get(`/v25.0/999/message_templates`)).json).toMatchObject({ error: { code: 33 } });
    bench.meta.lookupFaults.next({ code: 80007 }, { status: 503 });
    expect([
      (await get(LIST)).json,
      (await fetch(bench.meta.url + LIST, { headers: { authorization: "Bearer token" } })).status,
    ]).toMatchObject([{ error: { code: 80007 } }, 503]);
  });

  it("have a daily limit that the number reports", async () => {
    bench.meta.messagingLimit = "TIER_2K";
    const { json } = await get(
      `/v25.0/${NUMBER.phoneNumberId}?fields=whatsapp_business_manager_messaging_limit`,
    );
    expect(json).toEqual({ id: NUMBER.phoneNumberId, whatsapp_business_manager_messaging_limit: "TIER_2K" });
  });
});
