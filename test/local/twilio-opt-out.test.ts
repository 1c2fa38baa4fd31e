import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { payload } from "../support/payloads.ts";
import { aFakeTwilio, FROM, OTHER_SENDER } from "./a-fake-twilio.ts";

const TEXT = { From: FROM, To: "whatsapp:+15550177001", Body: "Hello" };

describe("opt-outs at the fake of Twilio", () => {
  const bench = aFakeTwilio();
  const { post } = bench;
  const replies = () => bench.twilio.phone.replies().map(({ text }) => text);

  it("are words like any other unless Twilio is asked to act on them", async () => {
    await bench.twilio.say(DANA, "STOP");
    expect(bench.forms()[0]).not.toHaveProperty("OptOutType");
    expect((await post(TEXT)).http).toBe(201);
  });

  it("are reported in the webhook as recorded, confirmed on the phone, and refuse messages until the customer is back", async () => {
    bench.twilio.advancedOptOut = true;
    await bench.twilio.say(DANA, "STOP");
    const recorded = new URLSearchParams(payload("twilio/in_optout_stop.txt").raw.toString());
    expect(Object.keys(bench.forms()[0] ?? {}).sort()).toEqual([...recorded.keys()].sort());
    expect(bench.forms()[0]).toMatchObject({ Body: "STOP", OptOutType: "STOP" });
    expect(replies()).toEqual([expect.stringContaining("unsubscribed")]);
    expect(await post(TEXT)).toMatchObject({ http: 400, code: 21610 });
    expect(await post({ ...TEXT, Body: "", ContentSid: `HX${"0".repeat(31)}3` })).toMatchObject({
      code: 21610,
    });
    expect((await post({ ...TEXT, From: OTHER_SENDER })).http).toBe(201);
    await bench.twilio.say(DANA, " start ");
    expect(bench.forms()[1]).toMatchObject({ OptOutType: "START" });
    expect((await post(TEXT)).http).toBe(201);
  });

  it("are confirmed once, and need the word alone", async () => {
    bench.twilio.advancedOptOut = true;
    await bench.twilio.say(DANA, "Please stop");
    expect((await post(TEXT)).http).toBe(201);
    for (const word of ["unsubscribe", "Stop", "HELP"]) await bench.twilio.say(DANA, word);
    expect(bench.forms().map(({ OptOutType }) => OptOutType)).toEqual([undefined, "STOP", "STOP", "HELP"]);
    expect(replies().slice(1)).toEqual([
      expect.stringContaining("unsubscribed"),
      expect.stringContaining("Reply STOP"),
    ]);
  });

  it("open the window none the less", async () => {
    bench.twilio.strangerWindow = "closed";
    expect(await post(TEXT)).toMatchObject({ http: 201 });
    await bench.twilio.settled();
    expect(replies()).toEqual([]);
    await bench.twilio.say(DANA, "Hi");
    await post(TEXT);
    expect(replies()).toEqual(["Hello"]);
    await post({ ...TEXT, From: OTHER_SENDER });
    expect(replies()).toEqual(["Hello"]);
  });
});
