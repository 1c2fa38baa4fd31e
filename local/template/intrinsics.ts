import { isRecord } from "../../lib/domain/is-record.ts";
/** The local stack cannot make it. */
export class TemplateProblem extends Error {
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = "TemplateProblem";
  }
}

/** Both throw TemplateProblem for an unknown name. */
export type Names = {
  /** A resource, a parameter or a pseudo parameter such as `AWS::Region`. */
  ref(name: string, where: string): unknown;
  attribute(resource: string, attribute: string, where: string): unknown;
};

type Evaluation = { names: Names; where: string };

const NO_VALUE = Symbol("AWS::NoValue");

const FUNCTIONS: Readonly<Record<string, (argument: unknown, evaluation: Evaluation) => unknown>> = {
  Ref: (name, { names, where }) =>
    name === "AWS::NoValue" ? NO_VALUE : names.ref(textOf(name, where), where),
  "Fn::GetAtt": (argument, { names, where }) => {
    const [resource, ...attribute] =
      typeof argument === "string" ? argument.split(".") : listOf(argument, where);
    return names.attribute(textOf(resource, where), attribute.join("."), where);
  },
  "Fn::Join": (argument, evaluation) => {
    const [separator, parts] = listOf(argument, evaluation.where);
    return textsOf(evaluate(parts, evaluation), evaluation.where).join(textOf(separator, evaluation.where));
  },
  "Fn::Sub": (argument, evaluation) => {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
    const given = isRecord(own) ? own : {};
    return textOf(text, evaluation.where).replace(
      /\$\{(!?)([^}]+)\}/g,
      (_, literal: string, name: string) => {
        if (literal) return `\${${name}}`;
        if (name in given) return textOf(evaluate(given[name], evaluation), evaluation.where);
        return textOf(
          evaluate(name.includes(".") ? { "Fn::GetAtt": name } : { Ref: name }, evaluation),
          evaluation.where,
        );
      },
    );
  },
  "Fn::Select": (argument, evaluation) => {
    const [index, choices] = listOf(argument, evaluation.where);
    const chosen = listOf(evaluate(choices, evaluation), evaluation.where)[Number(index)];
    if (chosen === undefined)
      throw new TemplateProblem(evaluation.where, `Fn::Select finds nothing at ${String(index)}`);
    return chosen;
  },
  "Fn::Split": (argument, evaluation) => {
    const [separator, text] = listOf(argument, evaluation.where);
    return textOf(evaluate(text, evaluation), evaluation.where).split(textOf(separator, evaluation.where));
  },
};

function textOf(value: unknown, where: string): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw new TemplateProblem(where, `a text is needed in the place of ${JSON.stringify(value)}`);
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateProblem(where, `a list is needed in the place of ${JSON.stringify(value)}`);
}

const textsOf = (value: unknown, where: string) => listOf(value, where).map((part) => textOf(part, where));

function evaluate(value: unknown, evaluation: Evaluation): unknown {
  if (Array.isArray(value))
    return value.map((each) => evaluate(each, evaluation)).filter((each) => each !== NO_VALUE);
  if (!isRecord(value)) return value;
  const [[name = "", argument] = [], ...others] = Object.entries(value);
  const isFunction = others.length === 0 && (name === "Ref" || name.startsWith("Fn::"));
  if (!isFunction)
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, each]) => [key, evaluate(each, evaluation)] as const)
        .filter(([, each]) => each !== NO_VALUE),
    );
  const intrinsic = FUNCTIONS[name];
  if (!intrinsic)
    throw new TemplateProblem(
      evaluation.where,
      `${name} is not known here: add it to local/template/intrinsics.ts`,
    );
  return intrinsic(argument, evaluation);
}

/** Evaluates intrinsic functions as CloudFormation would. `where` names the resource in errors. */
export const evaluated = (value: unknown, names: Names, where: string): unknown =>
  evaluate(value, { names, where });
