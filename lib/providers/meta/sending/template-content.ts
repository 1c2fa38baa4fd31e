import { templateValue } from "../../../adapters/http/template-value.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { TemplateButton, TemplateMessage } from "../../../domain/template/template.ts";

const textParameter = (value: string, name: string | undefined) => ({
  type: "text",
  ...omitUndefined({ parameter_name: name }),
  text: templateValue(value),
});

/** Without a name WhatsApp shows a document as "Untitled". */
function fileName(link: string): string | undefined {
  const [name] = /[^/]+$/.exec(URL.parse(link)?.pathname ?? "") ?? [];
  try {
    return name && decodeURIComponent(name);
  } catch {
    return name;
  }
}

function headerParameter({ type, value, placeholder }: NonNullable<TemplateMessage["header"]>) {
  if (type === "text") return textParameter(value, placeholder);
  const filename = type === "document" ? fileName(value) : undefined;
  return { type, [type]: { link: value, ...omitUndefined({ filename }) } };
}

const isPosition = (key: string) => /^\d+$/.test(key);

/** Numbered values go by order, named ones by name; a template has either. */
function bodyParameters(body: Readonly<Record<string, string>>) {
  const entries = Object.entries(body);
  const positional = entries.every(([key]) => isPosition(key));
  const ordered = positional ? entries.toSorted(([one], [other]) => Number(one) - Number(other)) : entries;
  return ordered.map(([key, value]) => textParameter(value, positional ? undefined : key));
}

function buttonParameter({ type, value }: TemplateButton) {
  switch (type) {
    case "quick_reply":
      return { type: "payload", payload: value };
    case "url":
      return { type: "text", text: templateValue(value) };
    case "copy_code":
      return { type: "coupon_code", coupon_code: templateValue(value) };
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
export function templateContent({ name, language, header, body = {}, buttons = [] }: TemplateMessage) {
  const texts = bodyParameters(body);
  const components = [
    ...(header ? [{ type: "header", parameters: [headerParameter(header)] }] : []),
    ...(texts.length > 0 ? [{ type: "body", parameters: texts }] : []),
    ...buttons.map((button) => ({
      type: "button",
      sub_type: button.type,
      index: String(button.index),
      parameters: [buttonParameter(button)],
    })),
  ];
  return {
    type: "template",
    template: { name, language: { code: language }, ...(components.length > 0 && { components }) },
  };
}
