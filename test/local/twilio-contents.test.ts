import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { aFakeTwilio, FROM } from "./a-fake-twilio.ts";

const TO = { From: FROM, To: "whatsapp:+15550177001" };
const [ORDER = "", REMINDER = "", CONTINUE = "", SALE = "", PAUSED = ""] = [1, 2, 3, 4, 5].map(
  (at) => `HX${"0".repeat(31)}${at}`,
);
const content = (ContentSid: string, variables?: unknown) => ({
  ...TO,
  ContentSid,
  ...(variables !== undefined && {
    ContentVariables: typeof variables === "string" ? variables : JSON.stringify(variables),
  }),
});
const DAY = 24 * 3600_000;

describe("content templates at the fake of Twilio", () => {
  const bench = aFakeTwilio();
  const { clock, post, get } = bench;
  const phone = () => bench.twilio.phone.messages;
  const failures = () => bench.forms().filter(({ MessageStatus }) => MessageStatus === "failed");

  it("show the filled text with its buttons, and a default where no value is given", async () => {
    await post(content(ORDER, { 1: "Dana", 2: "Aurora", 3: "today" }));
    await post(content(REMINDER, { day: "Monday" }));
    await post(content(SALE, { 1: "Dana", 2: "20 %", 3: "spring.jpg" }));
    expect(phone()).toMatchObject([
      { text: "Hi Dana, your *Aurora* is on its way and arrives today.", template: ORDER },
      { text: "Hi there, see you in the shop on Monday.", options: ["Confirm", "Change it"] },
      { text: "[media]\nDana, all desk lamps are 20 % off until Sunday." },
    ]);
  });

  it.each<[string, Record<string, string>, number]>([
    ["an unknown sid", content(`HX${"9".repeat(32)}`), 21655],
    ["variables without a sid", { ...TO, Body: "Hi", ContentVariables: "{}" }, 21654],
    ["variables that are no JSON", content(ORDER, "{"), 21656],
    ["variables that are no object", content(ORDER, '["Dana"]'), 21656],
    ["a value that is no string", content(ORDER, { 1: 7, 2: "Aurora", 3: "today" }), 21656],
    ["an empty value", content(ORDER, { 1: "", 2: "Aurora", 3: "today" }), 21656],
    ["a new line in a value", content(ORDER, { 1: "Da\nna", 2: "Aurora", 3: "today" }), 21656],
    ["a value too few", content(ORDER, { 1: "Dana", 2: "Aurora" }), 21656],
    ["no values", content(ORDER), 21656],
  ])("refuse %s", async (_, form, code) => {
    expect(await post(form)).toMatchObject({ http: 400, code });
    expect(phone()).toEqual([]);
  });

  it("arrive outside the window when they are approved, and leave it closed", async () => {
    bench.twilio.lastWrote(DANA, clock.now() - DAY);
    const StatusCallback = `${bench.hookUrl}/status?ref=r`;
    await post({ ...content(CONTINUE), StatusCallback });
    await post({ ...TO, Body: "and?", StatusCallback });
    bench.twilio.contents = bench.twilio.contents.map((each) => ({
      ...each,
      approval_requests: {
        ...each.approval_requests,
        status: each.sid === CONTINUE ? "unsubmitted" : each.approval_requests.status,
      },
    }));
    await post({ ...content(CONTINUE), StatusCallback });
    await post({ ...content(PAUSED, { 1: "Dana" }), StatusCallback });
    await bench.twilio.settled();
    expect(phone()).toMatchObject([{ template: CONTINUE }]);
    expect(
      failures()
        .map(({ ErrorCode }) => ErrorCode)
        .sort(),
    ).toEqual(["63016", "63016", "63041"]);
  });

  it("bring back the payload of a tapped button", async () => {
    await post(content(REMINDER, { day: "Monday" }));
    await bench.twilio.tap(DANA, "Change it");
    expect(bench.forms()[0]).toMatchObject({
      MessageType: "button",
      Body: "Change it",
      ButtonText: "Change it",
      ButtonPayload: "change",
      OriginalRepliedMessageSid: phone()[0]?.id,
    });
  });

  it("are listed page by page with their approvals", async () => {
    const sids: unknown[] = [];
    let url: string | undefined = `${bench.twilio.url}/v1/ContentAndApprovals?PageSize=2`;
    while (url) {
      const page = await get(url);
      sids.push(...[page.contents].flat().map((each) => Object(each).sid));
      url = Object(page.meta).next_page_url ?? undefined;
    }
    expect(sids).toEqual([ORDER, REMINDER, CONTINUE, SALE, PAUSED]);
    bench.twilio.lookupFaults.next({ code: 20429 });
    expect(await get(`${bench.twilio.url}/v1/ContentAndApprovals`)).toMatchObject({ http: 429, code: 20429 });
    expect((await fetch(`${bench.twilio.url}/v1/ContentAndApprovals`)).status).toBe(401);
  });
});
