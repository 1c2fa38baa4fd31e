import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { aFakeTwilio, FROM, OTHER_SENDER } from "./a-fake-twilio.ts";

const TO = "whatsapp:+15550177001";
const SERVICE = `MG${"a".repeat(32)}`;
const LINK = "https://lumen.example/lamp";

describe("the fake of Twilio, with what the real one takes", () => {
  const bench = aFakeTwilio();
  const { post } = bench;
  const onPhone = () => bench.twilio.phone.of("15550177001").at(-1);

  it("takes a messaging service instead of a sender, names it in callbacks, and leaves the sender open", async () => {
    const StatusCallback = `${bench.hookUrl}/status?ref=r`;
    expect(await post({ MessagingServiceSid: SERVICE, To: TO, Body: "Hello", StatusCallback })).toMatchObject(
      {
        http: 201,
        status: "accepted",
        from: null,
        messaging_service_sid: SERVICE,
      },
    );
    expect(onPhone()).toMatchObject({ text: "Hello", business: FROM });
    await bench.twilio.settled();
    expect(bench.forms()[0]).toMatchObject({ From: FROM, MessagingServiceSid: SERVICE });
  });

  it("goes on with the sender of the service that the customer wrote to", async () => {
    await bench.twilio.say(DANA, "Hi", { to: OTHER_SENDER });
    await post({ MessagingServiceSid: SERVICE, To: TO, Body: "Hello" });
    expect(onPhone()).toMatchObject({ text: "Hello", business: OTHER_SENDER });
  });

  it("takes a sender beside a messaging service", async () => {
    expect(
      await post({ MessagingServiceSid: SERVICE, From: OTHER_SENDER, To: TO, Body: "Hello" }),
    ).toMatchObject({ http: 201 });
    expect(onPhone()).toMatchObject({ business: OTHER_SENDER });
  });

  it.each([
    ["jpg", "photo", "Photo"],
    ["mp4", "video", "Video"],
    ["ogg", "audio", "Audio"],
    ["pdf?v=2", "document", "Document"],
    ["vcf", "contact", "Contact card"],
  ])("takes a file (.%s) without text", async (ending, kind, text) => {
    const answer = await post({ From: FROM, To: TO, MediaUrl: `${LINK}.${ending}` });
    expect(answer).toMatchObject({ http: 201, num_media: "1", sid: expect.stringMatching(/^MM/) });
    expect(onPhone()).toMatchObject({ kind, text });
  });

  it("takes a file with a caption, and a place", async () => {
    await post({ From: FROM, To: TO, MediaUrl: `${LINK}.png`, Body: "Aurora" });
    expect(onPhone()).toMatchObject({ kind: "photo", text: "Aurora" });
    await post({ From: FROM, To: TO, Body: "Our shop", PersistentAction: "geo:43.6426,-79.3871|CN Tower" });
    expect(onPhone()).toMatchObject({ kind: "location", text: "CN Tower\nOur shop" });
  });

  it.each(["whatsapp:+1 555 017 7001", "whatsapp:+1-555-017-7001", "whatsapp:+1 (555) 017-7001"])(
    "takes the address %s",
    async (to) => {
      expect(await post({ From: FROM, To: to, Body: "Hello" })).toMatchObject({ http: 201, to: TO });
      expect(onPhone()).toMatchObject({ text: "Hello" });
    },
  );

  it.each<[string, Record<string, string>, number]>([
    ["neither sender nor service", { To: TO, Body: "Hello" }, 21603],
    ["an invalid service", { MessagingServiceSid: "MG1", To: TO, Body: "Hello" }, 21705],
    [
      "a service beside somebody else's sender",
      { MessagingServiceSid: SERVICE, From: "whatsapp:+14155550000", To: TO, Body: "Hello" },
      63007,
    ],
    ["nothing to send", { From: FROM, To: TO }, 21619],
    ["an empty body", { From: FROM, To: TO, Body: " " }, 21602],
    ["a file that is no URL", { From: FROM, To: TO, MediaUrl: "lamp.jpg" }, 21620],
    ["a list of files in one field", { From: FROM, To: TO, MediaUrl: `["${LINK}.jpg"]` }, 21620],
    ["a phone without its plus", { From: FROM, To: "whatsapp:15550177001", Body: "Hello" }, 21211],
    ["letters in a phone", { From: FROM, To: "whatsapp:+1555CALLDANA", Body: "Hello" }, 21211],
  ])("refuses %s", async (_, form, code) => {
    expect(await post(form)).toMatchObject({ http: 400, code });
    expect(bench.twilio.phone.messages).toEqual([]);
  });

  it("refuses a messaging service that the account does not have", async () => {
    bench.twilio.account.missing.add(SERVICE);
    expect(await post({ MessagingServiceSid: SERVICE, To: TO, Body: "Hello" })).toMatchObject({
      http: 400,
      code: 21701,
    });
  });
});
