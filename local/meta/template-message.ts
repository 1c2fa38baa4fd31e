import { list, record } from "../../lib/adapters/http/json.ts";
import { readTemplateButtons } from "./template-buttons.ts";
import { fill, placeholdersOf, type TemplateProblem } from "./template-text.ts";
import type { MetaComponent, MetaTemplate } from "./templates.ts";

export type FilledTemplate = {
  template: MetaTemplate;
  text: string;
  options: readonly string[];
  /** What a tap on a quick reply sends, by its label. */
  payloads: ReadonlyMap<string, string>;
};

type Part = Readonly<Record<string, unknown>>;

/** A template in review or rejected does not exist for a sender. */
const REFUSAL: Partial<Record<MetaTemplate["status"], TemplateProblem>> = {
  PAUSED: { code: 132015, details: "Template is paused" },
  DISABLED: { code: 132016, details: "Template is disabled" },
};

const MAX_CHARACTERS = 1024;

/**
 * Checks and fills in the template, as the Cloud API does.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export function readTemplateMessage(
  value: unknown,
  catalogue: readonly MetaTemplate[],
): FilledTemplate | TemplateProblem {
  const given = record(value);
  const [name, language] = [given?.name, record(given?.language)?.code];
  if (typeof name !== "string" || name === "") return { code: 131008, details: "template.name" };
  if (typeof language !== "string" || language === "")
    return { code: 131008, details: "template.language.code" };
  const template = catalogue.find((each) => each.name === name && each.language === language);
  const refusal = template && REFUSAL[template.status];
  if (refusal) return refusal;
  if (template?.status !== "APPROVED")
    return { code: 132001, details: `template name (${name}) does not exist in ${language}` };
  const parts = list(given?.components).map((part) => record(part) ?? {});
  const unknown = parts.find(({ type }) => !["header", "body", "button"].includes(lower(type)));
  if (unknown) return { code: 131009, details: "template.components.type" };
  return fillTemplate(template, parts);
}

const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : "");

function fillTemplate(template: MetaTemplate, parts: readonly Part[]): FilledTemplate | TemplateProblem {
  const of = (type: string) => parts.filter((part) => lower(part.type) === type);
  const parametersOf = (type: string) => of(type).flatMap(({ parameters }) => list(parameters));
  const [header, footer] = [component(template, "HEADER"), component(template, "FOOTER")];
  const named = template.parameter_format === "NAMED";
  const top = readHeader(header, parametersOf("header"), named);
  if (typeof top === "object") return top;
  const body = fill(component(template, "BODY")?.text ?? "", parametersOf("body"), { named, where: "body" });
  if (typeof body === "object") return body;
  if (body.length > MAX_CHARACTERS) return { code: 132005, details: "Template hydrated text too long" };
  const buttons = readTemplateButtons(component(template, "BUTTONS")?.buttons ?? [], of("button"));
  if ("code" in buttons) return buttons;
  const text = [top, body, footer?.text ?? ""].filter((line) => line !== "").join("\n");
  return { template, text, ...buttons };
}

function component<Type extends MetaComponent["type"]>(
  template: MetaTemplate,
  type: Type,
): Extract<MetaComponent, { type: Type }> | undefined {
  return template.components.find(
    (each): each is Extract<MetaComponent, { type: Type }> => each.type === type,
  );
}

function readHeader(
  header: Extract<MetaComponent, { type: "HEADER" }> | undefined,
  parameters: readonly unknown[],
  named: boolean,
): string | TemplateProblem {
  if (header?.format === "TEXT") {
    const mismatch =
      placeholdersOf(header.text).length > 0 && parameters.some((each) => record(each)?.type !== "text");
    return mismatch ? wrongFormat("TEXT") : fill(header.text, parameters, { named, where: "header" });
  }
  if (!header) return parameters.length === 0 ? "" : wrongFormat("NONE");
  const kind = header.format.toLowerCase();
  const [parameter, ...more] = parameters.map(record);
  const file = record(parameter?.[kind]);
  if (parameter?.type !== kind || more.length > 0 || !file) return wrongFormat(header.format);
  const { id, link } = file;
  const isLink = typeof link === "string" && /^https?:\/\/[^\s/]+/.test(link);
  return isLink || (typeof id === "string" && id !== "")
    ? `[${kind}]`
    : { code: 131008, details: `header: ${kind}.link` };
}

const wrongFormat = (expected: string): TemplateProblem => ({
  code: 132012,
  details: `header: Format mismatch, expected ${expected}`,
});
