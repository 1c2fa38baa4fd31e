import type { TemplateDefinition, TemplateMessage } from "../../lib/domain/template/template.ts";
import { fillTemplate } from "../../lib/domain/template/template-values.ts";
import type { Problem, Recipient } from "./read-recipients.ts";

export const withCommon = (
  recipients: readonly Recipient[],
  common: Readonly<Record<string, string>>,
): readonly Recipient[] =>
  recipients.map((recipient) => ({ ...recipient, values: { ...common, ...recipient.values } }));

export type Checked = { problems: readonly Problem[]; first: TemplateMessage | undefined };

/** Returns everybody's problems before anything is sent. `first`: the first message's text. */
export function checkValues(definition: TemplateDefinition, recipients: readonly Recipient[]): Checked {
  const problems: Problem[] = [];
  let first: TemplateMessage | undefined;
  for (const { line, values } of recipients) {
    const filled = fillTemplate(definition, values);
    if ("problems" in filled) problems.push(...filled.problems.map((text) => ({ line, text })));
    else first ??= filled.template;
  }
  return { problems, first };
}

const MAX_SHOWN = 50;

/** A problem of every line appears once. */
export function problemLines(problems: readonly Problem[], rows: number): string[] {
  const byText = Map.groupBy(problems, ({ text }) => text);
  const everywhere =
    rows > 1 ? [...byText].filter(([, lines]) => lines.length === rows).map(([text]) => text) : [];
  const single = problems
    .filter(({ text }) => !everywhere.includes(text))
    .toSorted((a, b) => a.line - b.line);
  const shown = single.slice(0, MAX_SHOWN).map(({ line, text }) => `line ${line}: ${text}`);
  return [
    ...everywhere.map((text) => `every line: ${text}`),
    ...shown,
    ...(single.length > MAX_SHOWN ? [`… and ${single.length - MAX_SHOWN} more problems`] : []),
  ];
}
