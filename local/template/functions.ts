import { type FunctionName, isFunctionName } from "../../lib/config/deployment/function-names.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import { TemplateProblem } from "./intrinsics.ts";
import type { LocalTemplate } from "./local-template.ts";

export type FunctionPlan = {
  name: FunctionName;
  /** The file's name without ending. */
  handler: { file: string; name: string };
  timeoutSeconds: number;
  memoryMegabytes: number;
  /** Maximum of instances; `undefined`: the account's. */
  reserved: number | undefined;
  /** Evaluated at the start: by then all that it names is there. */
  environment(): Record<string, string>;
};

export type EventSourcePlan = {
  queueArn: string;
  function: FunctionName;
  batchSize: number;
  /** Batches at a time; `undefined`: no limit. */
  concurrency: number | undefined;
  partialResponse: boolean;
};

const isNumber = (value: unknown): value is number => typeof value === "number";
const numberOr = <Otherwise>(value: unknown, otherwise: Otherwise) => (isNumber(value) ? value : otherwise);

const DEFAULTS = { timeoutSeconds: 3, memoryMegabytes: 128, batchSize: 10 };

export function functionPlans(template: LocalTemplate): readonly FunctionPlan[] {
  return template.resources("AWS::Lambda::Function").map(({ ref, where, property }) => {
    const name = ref();
    if (!isFunctionName(name)) throw new TemplateProblem(where, "its code is not a folder of functions/");
    const [file = "", handler = ""] = String(property("Handler")).split(".");
    return {
      name,
      handler: { file, name: handler },
      timeoutSeconds: numberOr(property("Timeout"), DEFAULTS.timeoutSeconds),
      memoryMegabytes: numberOr(property("MemorySize"), DEFAULTS.memoryMegabytes),
      reserved: numberOr(property("ReservedConcurrentExecutions"), undefined),
      environment: () => variablesOf(property("Environment")),
    };
  });
}

function variablesOf(environment: unknown): Record<string, string> {
  const variables = isRecord(environment) && isRecord(environment.Variables) ? environment.Variables : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

/** Known properties; tags change nothing. */
const KNOWN = new Set([
  "BatchSize",
  "EventSourceArn",
  "FunctionName",
  "FunctionResponseTypes",
  "ScalingConfig",
  "Tags",
]);

/** Read it once the queues are there. */
export function eventSourcePlans(template: LocalTemplate): readonly EventSourcePlan[] {
  return template.resources("AWS::Lambda::EventSourceMapping").map(({ where, property, properties }) => {
    const unknown = Object.keys(properties).filter((name) => !KNOWN.has(name));
    if (unknown.length > 0)
      throw new TemplateProblem(
        where,
        `${unknown.join(", ")}: not known here, see local/template/functions.ts`,
      );
    const [scaling, responses] = [property("ScalingConfig"), property("FunctionResponseTypes")];
    return {
      queueArn: String(property("EventSourceArn")),
      function: functionIn(String(property("FunctionName")), where),
      batchSize: numberOr(property("BatchSize"), DEFAULTS.batchSize),
      concurrency: isRecord(scaling) ? numberOr(scaling.MaximumConcurrency, undefined) : undefined,
      partialResponse: Array.isArray(responses) && responses.includes("ReportBatchItemFailures"),
    };
  });
}

/** From a name or ARN, with or without an alias at its end. */
export function functionIn(text: string, where: string): FunctionName {
  const name = /(?:^|:function:)([\w-]+)(?::[\w-]+)?$/.exec(text)?.[1] ?? "";
  if (!isFunctionName(name)) throw new TemplateProblem(where, `${text} is not one of the functions`);
  return name;
}
