import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { MEDIA } from "../../lib/providers/media.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import type { MediaUnderTest } from "../contracts/provider-media-addresses.ts";
import { providerMediaContract } from "../contracts/provider-media-contract.ts";
import {
  META_LINK,
  META_MEDIA,
  mediaSettingsAt,
  placeAtMeta,
  placeAtTwilio,
  redirectTo,
  TWILIO_PATH,
} from "../support/media-places.ts";

type UnderTest = Pick<MediaUnderTest, "place" | "host" | "ways">;

/** A provider without an entry does not compile. */
const UNDER_TEST: Readonly<Record<Provider, UnderTest>> = {
  meta: {
    place: placeAtMeta,
    host: "lookaside.fbsbx.com",
    ways: {
      "as the link of a file": {
        mediaId: META_MEDIA,
        answer: ({ hostname }, target) =>
          hostname === "graph.facebook.com" ? Response.json({ url: target }) : new Response("a photo"),
      },
      "as a redirect": {
        mediaId: META_MEDIA,
        answer: ({ hostname, pathname }, target) => {
          if (hostname === "graph.facebook.com") return Response.json({ url: META_LINK });
          return pathname.startsWith("/whatsapp_business/") ? redirectTo(target) : new Response("a photo");
        },
      },
    },
  },
  twilio: {
    place: placeAtTwilio,
    host: "mms.twiliocdn.com",
    ways: {
      "as a redirect": {
        mediaId: `https://api.twilio.com${TWILIO_PATH}`,
        answer: ({ hostname }, target) =>
          hostname === "api.twilio.com" ? redirectTo(target) : new Response("a photo"),
      },
    },
  },
};

for (const [name, media] of Object.entries(MEDIA)) {
  const provider = name as Provider;
  providerMediaContract(provider, {
    ...UNDER_TEST[provider],
    mediaAt: () => media,
    settingsAt: mediaSettingsAt,
    numberOf: ({ numbers }) => {
      const number = numbers.find((each) => each.provider === provider);
      if (!number) throw new Error(`the demo has no number at ${provider}`);
      return number;
    },
    secrets: DEMO_SECRETS,
  });
}
