import { list, record } from "../../lib/adapters/http/json.ts";

/** `payloads`: the id that a tap on an option sends. */
export type Interactive = { text: string; options: readonly string[]; payloads: ReadonlyMap<string, string> };
/** Meta's error code and the wrong parameter. */
type Problem = { code: 100 | 131008 | 131009; details: string };

const MAX_BUTTONS = { buttons: 3, buttonId: 256, buttonTitle: 20, buttonBody: 1_024 };
const MAX_LIST = { rows: 10, sections: 10, rowId: 200, rowTitle: 24, opener: 20, body: 4_096 };

/** The types after `cta_url` are shown by name only. */
const TYPES = [
  "button",
  "list",
  "cta_url",
  "location_request_message",
  "contact_request",
  "flow",
  "product",
  "product_list",
  "catalog_message",
  "carousel",
  "address_message",
  "order_details",
  "order_status",
  "voice_call",
  "call_permission_request",
];

const wrong = (details: string): Problem => ({ code: 131009, details });
const isWithin = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.trim() !== "" && value.length <= most;

/** Returns the titles, or what is wrong with the entries. */
function titles(
  entries: readonly unknown[],
  limits: { id: number; title: number },
  name: string,
): Omit<Interactive, "text"> | Problem {
  const found = new Map<string, string>();
  const ids = new Set<string>();
  for (const entry of entries) {
    const { id, title } = record(entry) ?? {};
    if (!isWithin(id, limits.id) || ids.has(id)) return wrong(`${name}.id`);
    if (!isWithin(title, limits.title) || found.has(title)) return wrong(`${name}.title`);
    ids.add(id);
    found.set(title, id);
  }
  return { options: [...found.keys()], payloads: found };
}

function readButtons(text: unknown, action: Readonly<Record<string, unknown>>): Interactive | Problem {
  const buttons = list(action.buttons).map(record);
  if (!isWithin(text, MAX_BUTTONS.buttonBody)) return wrong("interactive.body.text");
  if (buttons.length < 1 || buttons.length > MAX_BUTTONS.buttons) return wrong("action.buttons");
  if (buttons.some((button) => button?.type !== "reply")) return wrong("action.buttons.type");
  const replies = buttons.map((button) => button?.reply);
  const options = titles(
    replies,
    { id: MAX_BUTTONS.buttonId, title: MAX_BUTTONS.buttonTitle },
    "action.buttons.reply",
  );
  return "code" in options ? options : { text, ...options };
}

function readLink(text: unknown, action: Readonly<Record<string, unknown>>): Interactive | Problem {
  const { display_text: label, url } = record(action.parameters) ?? {};
  if (!isWithin(text, MAX_BUTTONS.buttonBody)) return wrong("interactive.body.text");
  if (action.name !== "cta_url") return wrong("action.name");
  if (!isWithin(label, MAX_BUTTONS.buttonTitle)) return wrong("action.parameters.display_text");
  if (typeof url !== "string" || !/^https?:\/\/[^\s/]+/i.test(url)) return wrong("action.parameters.url");
  return { text: `${text}\n${label}: ${url}`, options: [], payloads: new Map() };
}

function readList(text: unknown, action: Readonly<Record<string, unknown>>): Interactive | Problem {
  const sections = list(action.sections).map(record);
  if (!isWithin(text, MAX_LIST.body)) return wrong("interactive.body.text");
  if (!isWithin(action.button, MAX_LIST.opener)) return wrong("action.button");
  if (sections.length < 1 || sections.length > MAX_LIST.sections) return wrong("action.sections");
  if (sections.length > 1 && sections.some((section) => !isWithin(section?.title, MAX_LIST.rowTitle)))
    return wrong("sections.title");
  const rows = sections.flatMap((section) => list(section?.rows));
  if (rows.length < 1 || rows.length > MAX_LIST.rows) return wrong("sections.rows");
  const options = titles(rows, { id: MAX_LIST.rowId, title: MAX_LIST.rowTitle }, "sections.rows");
  return "code" in options ? options : { text, ...options };
}

/**
 * Reply buttons and lists, checked as the Cloud API does.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
 */
export function readInteractive(value: unknown): Interactive | Problem {
  const interactive = record(value);
  if (!interactive) return { code: 100, details: "The parameter interactive is required" };
  const action = record(interactive.action);
  if (typeof interactive.type !== "string" || !TYPES.includes(interactive.type))
    return {
      code: 100,
      details: `Param interactive['type'] must be one of {${TYPES.map((type) => type.toUpperCase()).join(", ")}}`,
    };
  if (!action) return { code: 131008, details: "interactive.action" };
  const text = record(interactive.body)?.text;
  if (interactive.type === "button") return readButtons(text, action);
  if (interactive.type === "list") return readList(text, action);
  if (interactive.type === "cta_url") return readLink(text, action);
  const shown = `[${interactive.type.replaceAll("_", " ")}]`;
  return {
    text: isWithin(text, MAX_LIST.body) ? `${text}\n${shown}` : shown,
    options: [],
    payloads: new Map(),
  };
}
