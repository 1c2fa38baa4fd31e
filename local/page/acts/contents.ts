import type { Media, ShippedFile } from "../protocol/protocol-acts.ts";

/** In each provider's form. All invented. */
type Sent = {
  text: string;
  meta: Record<string, unknown>;
  twilio: { text: string; extra: Record<string, string> };
};

const MEDIA_URL = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0";

export function contentOf(what: Exclude<Media, ShippedFile>): Sent {
  switch (what) {
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
