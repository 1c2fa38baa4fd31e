import { describe, expect, it } from "@jest/globals";
import type { TemplateMessage } from "../../lib/domain/template/template.ts";
import { metaSender } from "../../lib/providers/meta/sending/sender.ts";
import { metaTemplates } from "../../lib/providers/meta/tools/templates.ts";
import { twilioSender } from "../../lib/providers/twilio/sending/sender.ts";
import { twilioTemplates } from "../../lib/providers/twilio/tools/templates.ts";
import { aFakeMeta, NUMBER } from "./a-fake-meta.ts";
import { ACCOUNT, aFakeTwilio, FROM } from "./a-fake-twilio.ts";

const to = { phone: "15550177001" };
const soon = () => Date.now() + 5_000;
const clock = { now: Date.now };

describe("our own clients at the fakes", () => {
  const meta = aFakeMeta();
  const twilio = aFakeTwilio();
  const graph = () => ({
    fetch,
    clock,
    graphUrl: meta.meta.url,
    graphVersion: "v25.0",
    phoneNumberId: NUMBER.phoneNumberId,
  });
  const accessToken = async () => "token";
  const credentials = async () => ({ accountSid: ACCOUNT, authToken: "token" });

  it.each<[string, TemplateMessage]>([
    [
      "by position, with a link",
      {
        name: "order_update",
        language: "en_US",
        header: { type: "text", value: "L-7" },
        body: { 2: "Aurora", 1: "Dana", 3: "to\nday" },
        buttons: [{ index: 0, type: "url", value: "L-7" }],
      },
    ],
    [
      "by name",
      {
        name: "appointment_reminder",
        language: "en_US",
        body: { day: "Monday", first_name: "Dana", time: "9:00" },
      },
    ],
    [
      "with an image",
      {
        name: "spring_sale",
        language: "en_US",
        header: { type: "image", value: "https://a.example/b.jpg" },
        body: { 1: "Dana", 2: "20 %" },
      },
    ],
    ["without values", { name: "continue_chat", language: "es" }],
  ])("send a template of Meta's %s", async (_, template) => {
    const sender = metaSender({ ...graph(), accessToken });
    expect(await sender.send({ to, text: "", template, reference: "r" }, soon())).toMatchObject({
      kind: "accepted",
    });
    expect(meta.meta.phone.messages).toMatchObject([{ template: template.name }]);
  });

  it("send one of Twilio's", async () => {
    const statusUrl = `${twilio.hookUrl}/status`;
    const sender = twilioSender({
      fetch,
      clock,
      apiUrl: twilio.twilio.url,
      messagingUrl: "",
      from: FROM,
      statusUrl,
      credentials,
    });
    const template = {
      name: twilio.twilio.contents[0]?.sid ?? "",
      body: { 1: "Dana", 2: "Aurora", 3: "today" },
    };
    expect(await sender.send({ to, text: "", template, reference: "r" }, soon())).toMatchObject({
      kind: "accepted",
    });
    expect(twilio.twilio.phone.messages).toMatchObject([
      { template: template.name, text: expect.stringContaining("Dana") },
    ]);
  });

  it("list all templates over several pages, and the daily limit", async () => {
    meta.meta.templates = Array.from({ length: 101 }, () => meta.meta.templates[0]).flatMap(
      (each) => each ?? [],
    );
    const catalogue = metaTemplates({ ...graph(), wabaId: NUMBER.wabaId, accessToken });
    expect(await catalogue.list()).toHaveLength(101);
    expect(await catalogue.dailyLimit()).toBe(250);
    twilio.twilio.contents = Array.from({ length: 101 }, () => twilio.twilio.contents[0]).flatMap(
      (each) => each ?? [],
    );
    expect(
      await twilioTemplates({ fetch, clock, contentUrl: twilio.twilio.url, credentials }).list(),
    ).toHaveLength(101);
  });
});
