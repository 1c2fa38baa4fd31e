import { type Answer, json } from "../http/service.ts";

/**
 * The types that WhatsApp templates mostly are. https://www.twilio.com/docs/content/content-types-overview
 */
type ContentTypes = {
  "twilio/text"?: { body: string };
  "twilio/quick-reply"?: { body: string; actions: readonly { id: string; title: string }[] };
  "twilio/call-to-action"?: {
    body: string;
    actions: readonly { type: "URL" | "PHONE_NUMBER"; title: string; url?: string }[];
  };
  "twilio/media"?: { body: string; media: readonly string[] };
};

export type TwilioContent = {
  sid: string;
  friendly_name: string;
  language: string;
  /** Used for placeholders without a value. */
  variables: Readonly<Record<string, string>>;
  types: ContentTypes;
  approval_requests: {
    name: string;
    category: string;
    content_type: string;
    status: string;
    rejection_reason: string;
  };
};

const approval = (name: string, content_type: string, status = "approved", category = "UTILITY") => ({
  approval_requests: { name, category, content_type, status, rejection_reason: "" },
});

export const DEMO_CONTENTS: readonly TwilioContent[] = [
  {
    sid: `HX${"0".repeat(31)}1`,
    friendly_name: "order_update",
    language: "en",
    variables: {},
    types: { "twilio/text": { body: "Hi {{1}}, your *{{2}}* is on its way and arrives {{3}}." } },
    ...approval("order_update", "twilio/text"),
  },
  {
    sid: `HX${"0".repeat(31)}2`,
    friendly_name: "appointment_reminder",
    language: "en",
    variables: { first_name: "there" },
    types: {
      "twilio/quick-reply": {
        body: "Hi {{first_name}}, see you in the shop on {{day}}.",
        actions: [
          { id: "confirm", title: "Confirm" },
          { id: "change", title: "Change it" },
        ],
      },
    },
    ...approval("appointment_reminder", "twilio/quick-reply"),
  },
  {
    sid: `HX${"0".repeat(31)}3`,
    friendly_name: "continue_chat",
    language: "en",
    variables: {},
    types: { "twilio/text": { body: "We have an answer to your question. Write to us and we send it." } },
    ...approval("continue_chat", "twilio/text"),
  },
  {
    sid: `HX${"0".repeat(31)}4`,
    friendly_name: "spring_sale",
    language: "en",
    variables: {},
    types: {
      "twilio/media": {
        body: "{{1}}, all desk lamps are {{2}} off until Sunday.",
        media: ["https://lumen.example/{{3}}"],
      },
    },
    ...approval("spring_sale", "twilio/media", "approved", "MARKETING"),
  },
  {
    sid: `HX${"0".repeat(31)}5`,
    friendly_name: "winter_sale",
    language: "en",
    variables: {},
    types: { "twilio/text": { body: "{{1}}, winter is dark: every lamp is 10 % off." } },
    ...approval("winter_sale", "twilio/text", "paused", "MARKETING"),
  },
];

const PAGE = 50;

/** https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals */
export function contentPage(
  contents: readonly TwilioContent[],
  query: URLSearchParams,
  accountSid: string,
  url: string,
): Answer {
  const size = Number(query.get("PageSize") ?? PAGE);
  const page = Number(query.get("Page") ?? 0);
  if (!(size >= 1 && size <= 1000) || !(page >= 0))
    return json(400, { code: 20001, message: "Invalid page", status: 400 });
  const start = page * size;
  const place = (at: number) => `${url}?PageSize=${size}&Page=${at}`;
  return json(200, {
    contents: contents.slice(start, start + size).map((content) => ({ ...content, account_sid: accountSid })),
    meta: {
      page,
      page_size: size,
      first_page_url: place(0),
      previous_page_url: page > 0 ? place(page - 1) : null,
      url: place(page),
      next_page_url: start + size < contents.length ? place(page + 1) : null,
      key: "contents",
    },
  });
}
