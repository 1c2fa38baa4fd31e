export type MetaButton =
  | { type: "QUICK_REPLY"; text: string }
  /** `{{1}}` at the end of the URL needs a value. */
  | { type: "URL"; text: string; url: string; example?: readonly string[] }
  | { type: "PHONE_NUMBER"; text: string; phone_number: string }
  | { type: "COPY_CODE"; text?: string; example?: readonly string[] };

export type MetaComponent =
  | { type: "HEADER"; format: "TEXT"; text: string }
  | { type: "HEADER"; format: "IMAGE" | "VIDEO" | "DOCUMENT" }
  | { type: "BODY"; text: string }
  | { type: "FOOTER"; text: string }
  | { type: "BUTTONS"; buttons: readonly MetaButton[] };

/**
 * As Meta lists it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
 */
export type MetaTemplate = {
  id: string;
  name: string;
  language: string;
  status: "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED";
  category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
  parameter_format: "POSITIONAL" | "NAMED";
  components: readonly MetaComponent[];
};

/** The lamp shop's: one of every kind with its own check. */
export const DEMO_TEMPLATES: readonly MetaTemplate[] = [
  {
    id: "610000000000001",
    name: "order_update",
    language: "en_US",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      { type: "HEADER", format: "TEXT", text: "Order {{1}}" },
      { type: "BODY", text: "Hi {{1}}, your *{{2}}* is on its way and arrives {{3}}." },
      { type: "FOOTER", text: "Lumen Lamps" },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Track it",
            url: "https://lumen.example/track/{{1}}",
            example: ["https://lumen.example/track/L-1001"],
          },
          { type: "QUICK_REPLY", text: "Ask a question" },
        ],
      },
    ],
  },
  {
    id: "610000000000002",
    name: "appointment_reminder",
    language: "en_US",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "NAMED",
    components: [
      { type: "BODY", text: "Hi {{first_name}}, see you in the shop on {{day}} at {{time}}." },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Confirm" },
          { type: "QUICK_REPLY", text: "Change it" },
        ],
      },
    ],
  },
  {
    id: "610000000000003",
    name: "continue_chat",
    language: "en_US",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      { type: "BODY", text: "We have an answer to your question. Write to us and we send it." },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Send it" }] },
    ],
  },
  {
    id: "610000000000004",
    name: "continue_chat",
    language: "es",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      { type: "BODY", text: "Tenemos una respuesta a su pregunta. Escríbanos y se la enviamos." },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Enviar" }] },
    ],
  },
  {
    id: "610000000000005",
    name: "spring_sale",
    language: "en_US",
    status: "APPROVED",
    category: "MARKETING",
    parameter_format: "POSITIONAL",
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: "{{1}}, all desk lamps are {{2}} off until Sunday." },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Show me" }] },
    ],
  },
  {
    id: "610000000000006",
    name: "winter_sale",
    language: "en_US",
    status: "PAUSED",
    category: "MARKETING",
    parameter_format: "POSITIONAL",
    components: [{ type: "BODY", text: "{{1}}, winter is dark: every lamp is 10 % off." }],
  },
];
