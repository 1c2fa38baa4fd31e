import { expect, it } from "@jest/globals";
import { numberName } from "../../lib/domain/ids.ts";
import type { InboundMessage } from "../../lib/domain/inbound/inbound.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { mediaFiles } from "../../lib/providers/media.ts";
import { DANA } from "../../local/customer.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { shippedFile } from "../../local/page/acts/customer-files.ts";
import { readWebhook } from "../../local/page/watch/webhook-reader.ts";
import { aFakeMeta } from "../local/a-fake-meta.ts";
import { ACCOUNT, aFakeTwilio } from "../local/a-fake-twilio.ts";
import { mediaSettingsAt } from "../support/media-places.ts";

const SECRETS = {
  ...DEMO_SECRETS,
  meta: { appSecrets: ["secret"], verifyToken: "verify", accessToken: "token" },
  twilio: { accountSid: ACCOUNT, authTokens: ["token"] },
};

const [meta, twilio] = [aFakeMeta(), aFakeTwilio()];

/** As the webhook function reads it. */
function contentOf({ received }: typeof meta | typeof twilio): InboundMessage["content"] & { kind: "media" } {
  const [event] = received.flatMap((request) => readWebhook(request)?.events ?? []);
  if (event?.kind !== "message" || event.message.content.kind !== "media") throw new Error("no media came");
  return event.message.content;
}

const files = (pauses: number[] = []) => {
  const settings = mediaSettingsAt();
  return mediaFiles({
    settings: {
      ...settings,
      meta: { ...settings.meta, graphUrl: meta.meta.url },
      twilio: { ...settings.twilio, apiUrl: twilio.twilio.url },
    },
    secrets: async () => SECRETS,
    fetch,
    clock: { now: Date.now },
    pause: async (milliseconds) => void pauses.push(milliseconds),
  });
};
const limits = () => ({ maxBytes: 100_000, deadline: Date.now() + 10_000 });

it.each(["photo", "voice", "document", "spreadsheet"] as const)(
  "fetches the %s that a customer sends, from both stand-ins",
  async (what) => {
    const file = shippedFile(what);
    await meta.meta.sendFile(DANA, file);
    await twilio.twilio.sendFile(DANA, file);
    const [atMeta, atTwilio] = [contentOf(meta), contentOf(twilio)];
    const fromMeta = await files().fetchMedia(numberName("support"), atMeta.mediaId ?? "", limits());
    expect([file.bytes.equals(fromMeta.bytes), fromMeta.type]).toEqual([true, file.type]);
    const fromTwilio = await files().fetchMedia(numberName("sales"), atTwilio.mediaId ?? "", limits());
    expect([file.bytes.equals(fromTwilio.bytes), fromTwilio.type]).toEqual([true, file.type.split(";")[0]]);
    const named = file.kind === "document" ? file.name : undefined;
    expect([atMeta.filename, atTwilio.filename, fromTwilio.filename]).toEqual([named, named, named]);
    expect(atMeta.media).toBe(atTwilio.media);
  },
);

it("finds nothing after seven days, or once Twilio has deleted it", async () => {
  await meta.meta.sendFile(DANA, shippedFile("photo"));
  await twilio.twilio.sendFile(DANA, shippedFile("photo"));
  meta.clock.time += 7 * DAY_MS;
  twilio.twilio.media.files.clear();
  const pauses: number[] = [];
  for (const [name, from] of [
    ["support", meta],
    ["sales", twilio],
  ] as const) {
    const fetched = files(pauses).fetchMedia(numberName(name), contentOf(from).mediaId ?? "", limits());
    await expect(fetched).rejects.toMatchObject({ code: "media_gone", retry: "never" });
  }
  expect(pauses).toEqual([1_000, 2_000]);
});
