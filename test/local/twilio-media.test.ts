import { describe, expect, it } from "@jest/globals";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { DANA } from "../../local/customer.ts";
import { ACCOUNT, aFakeTwilio } from "./a-fake-twilio.ts";

const LIST = {
  kind: "document",
  bytes: Buffer.from("a,b"),
  type: "text/csv",
  name: "Preise für März.csv",
} as const;
const bench = aFakeTwilio();

describe("the fake Twilio's media", () => {
  const login = { authorization: `Basic ${Buffer.from(`${ACCOUNT}:token`).toString("base64")}` };
  const sent = () => bench.forms()[0] ?? {};
  async function addressOf(url: string, headers: Record<string, string> = login) {
    const response = await fetch(url, { headers, redirect: "manual" });
    return { status: response.status, location: response.headers.get("location") ?? "" };
  }

  it("tell the webhook an address below the message, and the phone what was sent", async () => {
    const { id } = await bench.twilio.sendFile(DANA, LIST);
    expect(id).toMatch(/^MM[0-9a-f]{32}$/);
    expect(sent()).toMatchObject({
      MessageSid: id,
      Body: LIST.name,
      NumMedia: "1",
      MediaContentType0: "text/csv",
    });
    const base = `${bench.twilio.url}/2010-04-01/Accounts/${ACCOUNT}/Messages/${id}/Media/ME`;
    expect(sent().MediaUrl0?.startsWith(base)).toBe(true);
    expect(bench.twilio.phone.messages).toMatchObject([
      { id, kind: "document", text: LIST.name, file: { name: LIST.name } },
    ]);
  });

  it("have the caption in place of the name", async () => {
    await bench.twilio.sendFile(DANA, LIST, { caption: "this one" });
    expect(sent()).toMatchObject({ Body: "this one", MessageType: "document" });
  });

  it("are at a content server for four hours, which refuses the password", async () => {
    await bench.twilio.sendFile(DANA, LIST);
    const url = sent().MediaUrl0 ?? "";
    expect((await addressOf(url, {})).status).toBe(401);
    const { status, location } = await addressOf(url);
    expect([status, new URL(location).port === new URL(url).port]).toEqual([307, false]);
    expect((await fetch(location, { headers: login })).status).toBe(400);
    const response = await fetch(location);
    expect([await response.text(), response.headers.get("content-disposition")]).toEqual([
      "a,b",
      "inline; filename*=UTF-8''Preise%20f%C3%BCr%20M%C3%A4rz.csv",
    ]);
    bench.clock.time += 4 * HOUR_MS;
    expect((await fetch(location)).status).toBe(403);
    expect((await addressOf(url)).status).toBe(307);
  });

  it("are not found below another message, or once deleted", async () => {
    await bench.twilio.sendFile(DANA, LIST);
    const url = sent().MediaUrl0 ?? "";
    expect((await addressOf(url.replace(/MM\w{4}/, "MM0000"))).status).toBe(404);
    bench.twilio.media.files.clear();
    expect((await addressOf(url)).status).toBe(404);
  });
});
