import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { NumberOf } from "../../../lib/config/settings/settings.ts";
import { twilioMedia } from "../../../lib/providers/twilio/media.ts";
import { DEMO_SECRETS } from "../../../local/demo.ts";
import { mediaSettingsAt, placeAtTwilio, redirectTo, TWILIO_PATH } from "../../support/media-places.ts";
import { file, inTurn, MediaServer, status } from "../../support/media-server.ts";

const PHOTO = Buffer.from("a photo, as it were");
const LOGIN = `Basic ${Buffer.from(`${DEMO_SECRETS.twilio?.accountSid}:local-twilio-token`).toString("base64")}`;

describe("Twilio's media", () => {
  let server: MediaServer;
  let pauses: number[];
  beforeEach(async () => {
    server = new MediaServer();
    pauses = [];
    await server.start();
  });
  afterEach(() => server.stop());

  function fetchFile(mediaId: string, url: string | undefined = server.url, call: typeof fetch = fetch) {
    const settings = mediaSettingsAt(url);
    const number = settings.numbers.find((each): each is NumberOf<"twilio"> => each.provider === "twilio");
    if (!number) throw new Error("the demo has a number at Twilio");
    const pause = async (milliseconds: number) => void pauses.push(milliseconds);
    const secrets = async () => DEMO_SECRETS;
    const connection = { settings, secrets, fetch: call, clock: { now: Date.now }, pause };
    const limits = { maxBytes: 100_000, deadline: Date.now() + 10_000 };
    return twilioMedia.fetchMedia(number, connection, mediaId, limits);
  }

  /** Twilio's real servers, with what they are asked. */
  function atTwilio(mediaId: string, target = "https://mms.twiliocdn.com/f") {
    const asked: [string, string | null][] = [];
    const call: typeof fetch = async (input, init) => {
      const url = String(input);
      asked.push([url, new Headers(init?.headers).get("authorization")]);
      return url.startsWith("https://api.twilio.com/") ? redirectTo(target) : new Response(PHOTO);
    };
    return { asked, found: fetchFile(mediaId, "", call) };
  }

  it("is asked for with the account's password, which its content server never sees", async () => {
    const { asked, found } = atTwilio(`https://api.twilio.com${TWILIO_PATH}`);
    await found;
    expect(asked).toEqual([
      [`https://api.twilio.com${TWILIO_PATH}`, LOGIN],
      ["https://mms.twiliocdn.com/f", null],
    ]);
  });

  it("has the file name that the content server gives", async () => {
    const headers = {
      "content-type": "application/pdf",
      "content-disposition": 'inline; filename="price list.pdf"',
    };
    expect(await fetchFile(placeAtTwilio(server, file(PHOTO, headers)))).toMatchObject({
      type: "application/pdf",
      filename: "price list.pdf",
    });
  });

  it("is waited for while Twilio itself does not have it yet", async () => {
    const found = await fetchFile(placeAtTwilio(server, inTurn(status(404), status(404), file(PHOTO))));
    expect([found.bytes.byteLength, pauses]).toEqual([PHOTO.byteLength, [1_000, 2_000]]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([LOGIN, LOGIN, LOGIN]);
  });

  it("says that it is HTML where a page came in place of the file", async () => {
    const page = file(Buffer.from("<html>Sorry"), { "content-type": "text/html" });
    expect((await fetchFile(placeAtTwilio(server, page))).type).toBe("text/html");
  });

  it("is asked of the server in the settings, whichever region the webhook names", async () => {
    const { asked, found } = atTwilio(`https://api.ie1.twilio.com${TWILIO_PATH}`);
    await found;
    expect(asked[0]).toEqual([`https://api.twilio.com${TWILIO_PATH}`, LOGIN]);
  });

  const other = (from: string, to: string) => `https://api.twilio.com${TWILIO_PATH.replace(from, to)}`;
  it.each([
    `https://evil.com${TWILIO_PATH}`,
    `https://api.twilio.com.evil.com${TWILIO_PATH}`,
    `https://eviltwilio.com${TWILIO_PATH}`,
    `https://user:pass@api.twilio.com${TWILIO_PATH}`,
    `http://api.twilio.com${TWILIO_PATH}`,
    `https://api.twilio.com:8443${TWILIO_PATH}`,
    `https://127.0.0.1${TWILIO_PATH}`,
    other("AC0", "AC9"),
    other("/Media/", "/../Media/"),
    other("/Messages/", "/Calls/"),
    other("/Media/ME", "/Media/../ME"),
    other("/Accounts/", "/Accounts//"),
    `https://api.twilio.com${TWILIO_PATH}/..`,
    `https://api.twilio.com${TWILIO_PATH}.json`,
    `https://api.twilio.com/2010-04-01/Accounts/${DEMO_SECRETS.twilio?.accountSid}/Messages.json`,
    "https://api.twilio.com/",
    TWILIO_PATH,
    "MEDIA",
    "",
  ])("is refused at an address that is not the account's: %s", async (mediaId) => {
    const { asked, found } = atTwilio(mediaId);
    await expect(found).rejects.toMatchObject({
      system: "twilio",
      code: "media_host_refused",
      retry: "never",
    });
    expect(asked).toEqual([]);
  });

  it("is fetched from the bucket that Twilio had before, and from no other in that region", async () => {
    const mine = "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/2";
    const { asked, found } = atTwilio(`https://api.twilio.com${TWILIO_PATH}`, mine);
    await found;
    expect(asked[1]).toEqual([mine, null]);
    for (const foreign of [
      "https://s3-external-1.amazonaws.com/evil/media.twiliocdn.com/1",
      "https://s3-external-1.amazonaws.com/media.twiliocdn.com/../evil/1",
      "https://s3-external-1.amazonaws.com/media.twiliocdn.com%2f..%2fevil/1",
      "https://s3-external-1.amazonaws.com/media.twiliocdn.com.evil/1",
      "https://s3.amazonaws.com/media.twiliocdn.com/1",
      "https://media.twiliocdn.com.s3.amazonaws.com/1",
    ])
      await expect(atTwilio(`https://api.twilio.com${TWILIO_PATH}`, foreign).found).rejects.toMatchObject({
        code: "media_host_refused",
      });
  });
});
