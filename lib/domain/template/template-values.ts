import { omitUndefined } from "../omit-undefined.ts";
import type { TemplateDefinition, TemplateMessage } from "./template.ts";

type Problems = { problems: readonly string[] };
type Values = Readonly<Record<string, string>>;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
const MAX_BODY_LENGTH = 1024;
const MAX_HEADER_LENGTH = 60;
const REFUSED_WHITESPACE = /[\n\r\t]| {5}/;

/**
 * Values are flat: body placeholders by their names ("1", "name"), `header` for its text or link, `button.0`
 * for a button. Returns all problems, each with its fix; none quotes a value.
 */
export function fillTemplate(
  definition: TemplateDefinition,
  values: Values,
): { template: TemplateMessage } | Problems {
  const { name, language, body } = definition;
  const slots = valueSlotsOf(definition);
  const problems = [
    ...statusProblems(definition),
    ...slots.flatMap((slot) => valueProblems(slot, values)),
    ...Object.keys(values)
      .filter((key) => !slots.some((slot) => slot.key === key))
      .map(
        (key) =>
          `"${key}": the template has no such place; leave it out${slots.length > 0 ? ` (it has ${quotedList(slots.map((slot) => slot.key))})` : ""}`,
      ),
  ];
  if (problems.length > 0) return { problems };

  const preview = previewOf(definition, values);
  if (preview.length > MAX_BODY_LENGTH)
    return {
      problems: [`the text is longer than ${MAX_BODY_LENGTH} characters with these values: shorten them`],
    };
  const header = headerOf(definition, values);
  const buttons = definition.buttons.map((button) => ({
    ...button,
    value: ownValue(values, `button.${button.index}`),
  }));
  return {
    template: {
      name,
      ...omitUndefined({ language }),
      ...(body.placeholders.length > 0 && {
        body: Object.fromEntries(body.placeholders.map((key) => [key, ownValue(values, key)])),
      }),
      ...omitUndefined({ header }),
      ...(buttons.length > 0 && { buttons }),
      preview,
    },
  };
}

type ValueSlot = { key: string; what: string; kind: "text" | "link"; maxLength?: number };

function valueSlotsOf({ body, header, buttons }: TemplateDefinition): readonly ValueSlot[] {
  return [
    ...body.placeholders.map((key): ValueSlot => ({ key, what: "the text", kind: "text" })),
    ...(header && header.type !== "text"
      ? [{ key: "header", what: `a link to the ${header.type}`, kind: "link" } as const]
      : []),
    ...(header?.type === "text" && header.placeholders.length > 0
      ? [{ key: "header", what: "the header", kind: "text", maxLength: MAX_HEADER_LENGTH } as const]
      : []),
    ...buttons.map(
      ({ index, type }): ValueSlot => ({ key: `button.${index}`, what: BUTTON_VALUES[type], kind: "text" }),
    ),
  ];
}

/** The body's in their order, then "header", then "button.0" … */
export const templateValueKeys = (definition: TemplateDefinition): readonly string[] =>
  valueSlotsOf(definition).map(({ key }) => key);

const BUTTON_VALUES = {
  quick_reply: "what the button sends back",
  url: "the end of the button's link",
  copy_code: "the code to copy",
} as const;

/** Own properties only: "constructor" is no value. */
const ownValue = (values: Values, key: string) => (Object.hasOwn(values, key) ? (values[key] ?? "") : "");

function valueProblems({ key, what, kind, maxLength }: ValueSlot, values: Values): string[] {
  if (!Object.hasOwn(values, key))
    return [`"${key}": missing; give ${what === "the text" ? "the value that fills this place" : what}`];
  const value = ownValue(values, key);
  if (!value.trim()) return [`"${key}": blank; WhatsApp refuses empty values, so write something`];
  if (kind === "link" && !/^https:\/\/[^\s/]+(\/\S*)?$/i.test(value))
    return [`"${key}": use ${what} that begins with https://`];
  if (REFUSED_WHITESPACE.test(value))
    return [`"${key}": put it on one line, without tabs and without more than four spaces in a row`];
  return maxLength !== undefined && value.length > maxLength
    ? [`"${key}": use at most ${maxLength} characters`]
    : [];
}

function statusProblems({ name, status }: TemplateDefinition): string[] {
  if (status === "APPROVED") return [];
  return [
    `the template "${name}" is ${status}: only APPROVED ones can be sent; see WhatsApp Manager (or Twilio's console) for what it needs`,
  ];
}

function headerOf({ header, named }: TemplateDefinition, values: Values): TemplateMessage["header"] {
  if (!header || (header.type === "text" && header.placeholders.length === 0)) return undefined;
  const placeholder = named ? header.placeholders[0] : undefined;
  return { type: header.type, value: ownValue(values, "header"), ...omitUndefined({ placeholder }) };
}

/** In one pass: a value that looks like a placeholder stays as it is. */
const previewOf = ({ body }: TemplateDefinition, values: Values) =>
  body.text.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, key: string) =>
    body.placeholders.includes(key) ? ownValue(values, key) : whole,
  );

/** By name (at Twilio also by title: nobody knows a content sid), and by language if it has several. */
export function chooseDefinition(
  definitions: readonly TemplateDefinition[],
  name: string,
  language?: string,
): { definition: TemplateDefinition } | Problems {
  const all = definitions.filter((definition) => definition.name === name || definition.title === name);
  const languages = quotedList(
    [...new Set(all.flatMap((definition) => definition.language ?? []))].toSorted(),
  );
  const fitting = all.filter(
    (definition) =>
      language === undefined || definition.language === undefined || definition.language === language,
  );
  const [definition, another] = fitting;
  if (all.length === 0) return { problems: [`there is no template "${name}"${hint(definitions)}`] };
  if (!definition)
    return { problems: [`the template "${name}" does not exist in "${language}": use ${languages}`] };
  if (another)
    return { problems: [`the template "${name}" exists in ${languages}: say which language you mean`] };
  return { definition };
}

const MAX_HINTS = 10;

function hint(definitions: readonly TemplateDefinition[]): string {
  const names = [...new Set(definitions.map((definition) => definition.name))].toSorted();
  if (names.length === 0) return ": this number has none yet";
  return `. There are: ${quotedList(names.slice(0, MAX_HINTS))}${names.length > MAX_HINTS ? " and others" : ""}`;
}

const quotedList = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
