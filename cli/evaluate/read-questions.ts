import { isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import * as z from "zod/mini";
import { IN_PLAIN_WORDS, listProblems } from "../../lib/config/settings/problems.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Checks, type QuestionsFile, questionsFile } from "./question-schema.ts";

export type Question = { ask: string; checks: Checks };
/** One conversation: a question and what follows it. */
export type Chat = { questions: readonly [Question, ...Question[]]; number?: string; country?: string };

type Document = ReturnType<typeof parseDocument>;
type Path = readonly PropertyKey[];

/** Of the place that a path leads to, or of the nearest one above it. */
function offsetOf(doc: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const [above, last] = [path.slice(0, length - 1), path[length - 1]];
    const map = length === 1 ? doc.contents : doc.getIn(above, true);
    const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
    const key = isPair(pair) && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
    if (key !== undefined) return key;
    const node: unknown = doc.getIn(path.slice(0, length), true);
    if (isScalar(node) || isMap(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}

function problemsIn(doc: Document, lines: LineCounter): string[] {
  const parsed = z.safeParse(questionsFile, doc.toJS(), IN_PLAIN_WORDS);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => {
    const paths: Path[] =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const found = listProblems(new z.core.$ZodError([issue]), "the file", "there is no such setting");
    return found.map(
      (problem, at) => `line ${lines.linePos(offsetOf(doc, paths[at] ?? issue.path)).line}: ${problem}`,
    );
  });
}

const lineOf = (problem: string) => Number(/^line (\d+)/.exec(problem)?.[1] ?? 0);

/** Lists add up; of everything else the question's own counts. */
function withDefaults(own: Checks, defaults: Checks): Checks {
  const lists = (name: "contains" | "excludes") => {
    const all = [...(defaults[name] ?? []), ...(own[name] ?? [])];
    return all.length > 0 ? { [name]: all } : {};
  };
  return { ...omitUndefined(defaults), ...omitUndefined(own), ...lists("contains"), ...lists("excludes") };
}

function chatsOf({ defaults = {}, questions }: QuestionsFile): readonly Chat[] {
  const { number, country, ...checks } = defaults;
  return questions.map(
    ({ ask, followUps = [], number: own = number, country: from = country, ...given }) => ({
      questions: [
        { ask, checks: withDefaults(given, checks) },
        ...followUps.map(({ ask: next, ...its }) => ({ ask: next, checks: withDefaults(its, checks) })),
      ],
      ...omitUndefined({ number: own, country: from }),
    }),
  );
}

/** `path` names the file in problems. Throws CliProblem with all of them. */
export function readQuestions(text: string, path: string): readonly Chat[] {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = doc.errors.map(
    ({ pos: [start], message }) => `line ${lines.linePos(start).line}: ${message}`,
  );
  const problems = broken.length > 0 ? broken : problemsIn(doc, lines);
  if (problems.length > 0)
    throw new CliProblem(
      EXIT.usage,
      `${path} has ${problems.length} problem${problems.length === 1 ? "" : "s"}:`,
      [...problems.toSorted((a, b) => lineOf(a) - lineOf(b)), "An example: npm run wa -- evaluate --example"],
    );
  return chatsOf(z.parse(questionsFile, doc.toJS()));
}
