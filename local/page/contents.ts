import type { Media } from "./protocol-acts.ts";

/** In each provider's form. All invented. */
type Sent = {
  text: string;
  meta: Record<string, unknown>;
  twilio: { text: string; extra: Record<string, string> };
};

const ID = "1990000000000001";
const MEDIA_URL = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0";

export function contentOf(what: Media, caption = ""): Sent {
  switch (what) {
    case "photo":
      return {
        text: caption || "Photo",
        meta: {
          type: "image",
          image: { id: ID, mime_type: "image/jpeg", sha256: "0", ...(caption && { caption }) },
        },
        twilio: {
          text: caption,
          extra: {
            MessageType: "image",
            NumMedia: "1",
            MediaUrl0: MEDIA_URL,
            MediaContentType0: "image/jpeg",
          },
        },
      };
    case "voice":
      return {
        text: "Voice note, 0:07",
        meta: {
          type: "audio",
          audio: { id: ID, mime_type: "audio/ogg; codecs=opus", sha256: "0", voice: true },
        },
        twilio: {
          text: "",
          extra: {
            MessageType: "audio",
            NumMedia: "1",
            MediaUrl0: MEDIA_URL,
            MediaContentType0: "audio/ogg",
          },
        },
      };
    case "location":
      return {
        text: "CN Tower, 290 Bremner Blvd, Toronto",
        meta: {
          type: "location",
          location: {
            latitude: 43.6426,
            longitude: -79.3871,
            name: "CN Tower",
            address: "290 Bremner Blvd, Toronto",
          },
        },
        twilio: {
          text: "",
          extra: {
            MessageType: "location",
            Latitude: "43.6426",
            Longitude: "-79.3871",
            Label: "CN Tower",
            Address: "290 Bremner Blvd, Toronto",
          },
        },
      };
    case "contact":
      return {
        text: "Contact: Jo Example",
        meta: {
          type: "contacts",
          contacts: [
            {
              name: { formatted_name: "Jo Example", first_name: "Jo" },
              phones: [{ phone: "+1 555 010 0177", wa_id: "15550100177", type: "CELL" }],
              emails: [{ email: "jo@example.com", type: "WORK" }],
            },
          ],
        },
        twilio: {
          text: "Jo Example",
          extra: {
            MessageType: "contacts",
            NumMedia: "1",
            MediaUrl0: MEDIA_URL,
            MediaContentType0: "text/vcard",
          },
        },
      };
  }
}
