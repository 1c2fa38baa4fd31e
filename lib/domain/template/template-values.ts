import type { TemplateDefinition, TemplateMessage } from "./template.ts";

type Problems = { problems: readonly string[] };
type Values = Readonly<Record<string, string>>;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
const MOST_BODY = 1024;
const MOST_HEADER = 60;
const UNFIT = /[\n\r\t]| {5}/;

/**
 * A template with its values. They are flat: body placeholders by their names ("1", "name"), `header` for the text or link of the header,
 * `button.0` for what a button needs. Otherwise every problem at once, each with what to do about it; none quotes a value.
 */
export function fillTemplate(definition: TemplateDefinition, values: Values): { template: TemplateMessage } | Problems {
  const { name, language, body } = definition;
  const places = valueSlotsOf(definition);
  const problems = [
    ...statusProblems(definition),
    ...places.flatMap((place) => valueProblems(place, values)),
    ...Object.keys(values)
      .filter((key) => !places.some((place) => place.key === key))
      .map(
        (key) =>
          `"${key}": the template has no such place; leave it out${places.length > 0 ? ` (it has ${listed(places.map((place) => place.key))})` : ""}`,
      ),
  ];
  if (problems.length > 0) return { problems };

  const preview = previewOf(definition, values);
  if (preview.length > MOST_BODY) return { problems: [`the text is longer than ${MOST_BODY} characters with these values: shorten them`] };
  const header = headerOf(definition, values);
  const buttons = definition.buttons.map((button) => ({ ...button, value: givenFor(values, `button.${button.index}`) }));
  return {
    template: {
      name,
      ...(language !== undefined && { language }),
      ...(body.placeholders.length > 0 && { body: Object.fromEntries(body.placeholders.map((key) => [key, givenFor(values, key)])) }),
      ...(header && { header }),
      ...(buttons.length > 0 && { buttons }),
      preview,
    },
  };
}

/** Where a value belongs. */
type ValueSlot = { key: string; what: string; kind: "text" | "link"; most?: number };

function valueSlotsOf({ body, header, buttons }: TemplateDefinition): readonly ValueSlot[] {
  return [
    ...body.placeholders.map((key): ValueSlot => ({ key, what: "the text", kind: "text" })),
    ...(header && header.type !== "text" ? [{ key: "header", what: `a link to the ${header.type}`, kind: "link" } as const] : []),
    ...(header?.type === "text" && header.placeholders.length > 0
      ? [{ key: "header", what: "the header", kind: "text", most: MOST_HEADER } as const]
      : []),
    ...buttons.map(({ index, type }): ValueSlot => ({ key: `button.${index}`, what: BUTTONS[type], kind: "text" })),
  ];
}

/** The names under which values are given: of the text in their order, then "header", then "button.0" … */
export const templateValueKeys = (definition: TemplateDefinition): readonly string[] => valueSlotsOf(definition).map(({ key }) => key);

const BUTTONS = { quick_reply: "what the button sends back", url: "the end of the button's link", copy_code: "the code to copy" } as const;

/** A value that the template's owner gave, and no property that every object has. */
const givenFor = (values: Values, key: string) => (Object.hasOwn(values, key) ? (values[key] ?? "") : "");

function valueProblems({ key, what, kind, most }: ValueSlot, values: Values): string[] {
  if (!Object.hasOwn(values, key)) return [`"${key}": missing; give ${what === "the text" ? "the value that fills this place" : what}`];
  const value = givenFor(values, key);
  if (!value.trim()) return [`"${key}": blank; WhatsApp refuses empty values, so write something`];
  if (kind === "link" && !/^https:\/\/[^\s/]+(\/\S*)?$/i.test(value)) return [`"${key}": use ${what} that begins with https://`];
  if (UNFIT.test(value)) return [`"${key}": put it on one line, without tabs and without more than four spaces in a row`];
  return most !== undefined && value.length > most ? [`"${key}": use at most ${most} characters`] : [];
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
  return { type: header.type, value: givenFor(values, "header"), ...(placeholder !== undefined && { placeholder }) };
}

/** In one pass: a value that looks like a placeholder is none. */
const previewOf = ({ body }: TemplateDefinition, values: Values) =>
  body.text.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, key: string) => (body.placeholders.includes(key) ? givenFor(values, key) : whole));

/** The one of that name (at Twilio also of that title: nobody remembers a content sid), and of that language when there are several. */
export function chooseDefinition(
  definitions: readonly TemplateDefinition[],
  name: string,
  language?: string,
): { definition: TemplateDefinition } | Problems {
  const all = definitions.filter((definition) => definition.name === name || definition.title === name);
  const languages = listed([...new Set(all.flatMap((definition) => definition.language ?? []))].toSorted());
  const fitting = all.filter(
    (definition) => language === undefined || definition.language === undefined || definition.language === language,
  );
  const [definition, another] = fitting;
  if (all.length === 0) return { problems: [`there is no template "${name}"${hint(definitions)}`] };
  if (!definition) return { problems: [`the template "${name}" does not exist in "${language}": use ${languages}`] };
  if (another) return { problems: [`the template "${name}" exists in ${languages}: say which language you mean`] };
  return { definition };
}

const MOST_HINTS = 10;

function hint(definitions: readonly TemplateDefinition[]): string {
  const names = [...new Set(definitions.map((definition) => definition.name))].toSorted();
  if (names.length === 0) return ": this number has none yet";
  return `. There are: ${listed(names.slice(0, MOST_HINTS))}${names.length > MOST_HINTS ? " and others" : ""}`;
}

const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
