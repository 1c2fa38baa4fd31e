import { list, record, text } from "../../../adapters/http/json.ts";
import { isPositional, placeholdersIn } from "../../../adapters/http/placeholders.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { TemplateDefinition } from "../../../domain/template/template.ts";

/** Cards have a title where others have a body. */
function bodyOf(types: Readonly<Record<string, unknown>>): string {
  const shown = Object.values(types).map(record);
  return (
    shown.flatMap((type) => text(type?.body) ?? []).at(0) ??
    shown.flatMap((type) => text(type?.title) ?? []).at(0) ??
    ""
  );
}

/**
 * `undefined` without a sid. Placeholders of text, links and buttons are filled alike: first the text's, then
 * the rest.
 * https://www.twilio.com/docs/content/content-api-resources
 */
export function contentDefinition(entry: unknown): TemplateDefinition | undefined {
  const content = record(entry);
  const sid = text(content?.sid);
  if (!content || !sid) return undefined;
  const types = record(content.types) ?? {};
  const approval = record(content.approval_requests) ?? record(list(content.approval_requests)[0]);
  const body = bodyOf(types);
  const placeholders = placeholdersIn(`${body} ${JSON.stringify(types)}`);
  const [title, language, category] = [
    text(content.friendly_name),
    text(content.language),
    text(approval?.category),
  ];
  return {
    name: sid,
    ...omitUndefined({ title, language }),
    status: (text(approval?.status) ?? "unsubmitted").toUpperCase(),
    ...omitUndefined({ category }),
    named: !isPositional(placeholders),
    body: { text: body, placeholders },
    buttons: [],
  };
}
