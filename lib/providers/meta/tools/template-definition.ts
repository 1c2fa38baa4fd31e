import { type Json, list, record, text } from "../../../adapters/http/json.ts";
import { placeholdersIn } from "../../../adapters/http/placeholders.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { TemplateDefinition } from "../../../domain/template/template.ts";

type Header = NonNullable<TemplateDefinition["header"]>;
type Button = TemplateDefinition["buttons"][number];

const HEADERS: ReadonlyMap<unknown, Header["type"]> = new Map([
  ["TEXT", "text"],
  ["IMAGE", "image"],
  ["VIDEO", "video"],
  ["DOCUMENT", "document"],
] as const);

/** They need no value, except a link with a placeholder. */
const KNOWN_BUTTONS = new Set<unknown>([
  "QUICK_REPLY",
  "URL",
  "PHONE_NUMBER",
  "COPY_CODE",
  "OTP",
  "VOICE_CALL",
  "CATALOG",
  "REQUEST_CONTACT_INFO",
]);
const KNOWN_COMPONENTS = new Set<unknown>(["HEADER", "BODY", "FOOTER", "BUTTONS"]);

const upper = (value: unknown) => text(value)?.toUpperCase();

function headerOf(component: Json | undefined): Header | undefined {
  const type = HEADERS.get(upper(component?.format));
  return type && { type, placeholders: type === "text" ? placeholdersIn(text(component?.text) ?? "") : [] };
}

/** A one-time code goes into the link of its button, whatever the button's type. */
function buttonOf(entry: unknown, index: number): Button[] {
  const button = record(entry);
  switch (upper(button?.type)) {
    case "URL":
      return placeholdersIn(text(button?.url) ?? "").length > 0 ? [{ index, type: "url" }] : [];
    case "OTP":
      return [{ index, type: "url" }];
    case "COPY_CODE":
      return [{ index, type: "copy_code" }];
    default:
      return [];
  }
}

function isSupported(components: readonly Json[], buttons: readonly unknown[]): boolean {
  const parts = components.every(
    ({ type, format }) =>
      KNOWN_COMPONENTS.has(upper(type)) && (upper(type) !== "HEADER" || HEADERS.has(upper(format))),
  );
  return parts && buttons.every((button) => KNOWN_BUTTONS.has(upper(record(button)?.type)));
}

/**
 * `undefined` when the entry has no name.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export function templateDefinition(entry: unknown): TemplateDefinition | undefined {
  const template = record(entry);
  const name = text(template?.name);
  if (!template || !name) return undefined;
  const components = list(template.components)
    .map(record)
    .filter((component) => component !== undefined);
  const component = (type: string) => components.find((each) => upper(each.type) === type);
  const body = text(component("BODY")?.text) ?? "";
  const buttons = list(component("BUTTONS")?.buttons);
  return {
    name,
    status: isSupported(components, buttons) ? (upper(template.status) ?? "UNKNOWN") : "UNSUPPORTED",
    named: upper(template.parameter_format) === "NAMED",
    body: { text: body, placeholders: placeholdersIn(body) },
    buttons: buttons.flatMap(buttonOf),
    ...omitUndefined({
      language: text(template.language),
      category: text(template.category),
      header: headerOf(component("HEADER")),
    }),
  };
}
