import type { Customer } from "../inbound/inbound.ts";
import type { TemplateButton, TemplateMessage } from "./template.ts";

/** A template as the settings give it: the system sends it by itself, and cannot look up how it was approved. */
export type ConfiguredTemplate = {
  name: string;
  language?: string | undefined;
  body?: Readonly<Record<string, string>> | undefined;
  header?: { type: "text" | "image" | "video" | "document"; value: string; placeholder?: string | undefined } | undefined;
  buttons?: readonly TemplateButton[] | undefined;
};

/** WhatsApp refuses blank values; this greets in every language. */
const NAMELESS = "👋";
const MOST_NAME = 60;

/**
 * Fills in the customer: `{name}` becomes the name in the WhatsApp profile, else the username. Where neither is known it becomes what the settings
 * put behind a stroke (`{name|dear customer}`), else it is left out.
 */
export function configuredTemplate(template: ConfiguredTemplate, customer: Customer): TemplateMessage {
  const name = nameOf(customer);
  const filled = (value: string) => fillName(value, name) || NAMELESS;
  const { header } = template;
  return {
    name: template.name,
    ...(template.language !== undefined && { language: template.language }),
    ...(template.body && { body: Object.fromEntries(Object.entries(template.body).map(([key, value]) => [key, filled(value)])) }),
    ...(header && {
      header: {
        type: header.type,
        value: header.type === "text" ? filled(header.value) : header.value,
        ...(header.placeholder !== undefined && { placeholder: header.placeholder }),
      },
    }),
    ...(template.buttons && template.buttons.length > 0 && { buttons: template.buttons }),
  };
}

const PLACE = / *\{name(?:\|([^{}]*))?\}/g;

function fillName(value: string, name: string): string {
  const text = value.replace(PLACE, (place: string, otherwise = "") => {
    const filling = name || otherwise;
    return filling && (place.startsWith(" ") ? " " : "") + filling;
  });
  const left = oneLine(text);
  return text === value ? left : left.replace(/^[\s,;:]+/, "");
}

/** Without what would turn round the text after it. */
function nameOf({ profileName, username }: Customer): string {
  const name = [profileName, username?.replace(/^@/, "")]
    .map((given = "") => oneLine(given.replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")))
    .find(Boolean);
  return Array.from(name ?? "")
    .slice(0, MOST_NAME)
    .join("");
}

/** As a template's value must be. */
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
