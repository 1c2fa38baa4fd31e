import type { Customer } from "../inbound/inbound.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { TemplateButton, TemplateMessage } from "./template.ts";

/** The system sends it without looking up its definition. */
export type ConfiguredTemplate = {
  name: string;
  language?: string | undefined;
  body?: Readonly<Record<string, string>> | undefined;
  header?:
    | { type: "text" | "image" | "video" | "document"; value: string; placeholder?: string | undefined }
    | undefined;
  buttons?: readonly TemplateButton[] | undefined;
};

/** WhatsApp refuses blank values; this one is understood in every language. */
const GREETING_WITHOUT_NAME = "👋";
const MAX_NAME_LENGTH = 60;

/**
 * `{name}` becomes the name in the WhatsApp profile, else the username, else the settings' alternative
 * (`{name|dear customer}`), else nothing.
 */
export function configuredTemplate(template: ConfiguredTemplate, customer: Customer): TemplateMessage {
  const name = nameOf(customer);
  const fill = (value: string) => fillName(value, name) || GREETING_WITHOUT_NAME;
  const { header } = template;
  return {
    name: template.name,
    ...omitUndefined({ language: template.language }),
    ...(template.body && {
      body: Object.fromEntries(Object.entries(template.body).map(([key, value]) => [key, fill(value)])),
    }),
    ...(header && {
      header: {
        type: header.type,
        value: header.type === "text" ? fill(header.value) : header.value,
        ...omitUndefined({ placeholder: header.placeholder }),
      },
    }),
    ...(template.buttons && template.buttons.length > 0 && { buttons: template.buttons }),
  };
}

const NAME_PLACEHOLDER = / *\{name(?:\|([^{}]*))?\}/g;

function fillName(template: string, name: string): string {
  const text = template.replace(NAME_PLACEHOLDER, (placeholder: string, alternative = "") => {
    const value = name || alternative;
    return value && (placeholder.startsWith(" ") ? " " : "") + value;
  });
  const trimmed = oneLine(text);
  return text === template ? trimmed : trimmed.replace(/^[\s,;:]+/, "");
}

/** Control and direction characters would affect the text after the name. */
function nameOf({ profileName, username }: Customer): string {
  const name = [profileName, username?.replace(/^@/, "")]
    .map((part = "") => oneLine(part.replace(/[\p{Cc}\p{Bidi_Control}]/gu, " ")))
    .find(Boolean);
  return Array.from(name ?? "")
    .slice(0, MAX_NAME_LENGTH)
    .join("");
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
