import type { Minute } from "./metric-store.ts";
import { type Node, parseMath } from "./parse-math.ts";

/** The value of the period that ends with this minute. */
export type TimeSeries = (at: Minute) => number | undefined;
type Value = number | TimeSeries | readonly TimeSeries[];

export type MathContext = { metrics: ReadonlyMap<string, TimeSeries>; periodMinutes: number };

/** How far DIFF and FILL look back for a value: CloudWatch retrieves more than it evaluates. */
const MAX_BACK = 10;

const asSeries = (value: Value): TimeSeries => {
  if (typeof value === "number") return () => value;
  if (typeof value === "function") return value;
  throw new Error("One time series is needed here, not several.");
};

const truth = (is: boolean) => (is ? 1 : 0);

const OPERATORS: Readonly<Record<string, (left: number, right: number) => number | undefined>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  // "If the value of a data point causes a function to attempt to divide by zero, the data point is dropped."
  "/": (left, right) => (right === 0 ? undefined : left / right),
  "^": (left, right) => left ** right,
  "<": (left, right) => truth(left < right),
  ">": (left, right) => truth(left > right),
  "<=": (left, right) => truth(left <= right),
  ">=": (left, right) => truth(left >= right),
  "==": (left, right) => truth(left === right),
  "!=": (left, right) => truth(left !== right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

/** "Missing values in a time series are treated as 0", where the other one has a value. */
function combine(operator: string, left: Value, right: Value): Value {
  const calculate = OPERATORS[operator];
  if (!calculate) throw new Error(`The operator ${operator} is not known here.`);
  if (typeof left === "number" && typeof right === "number") return calculate(left, right) ?? Number.NaN;
  const [one, other] = [asSeries(left), asSeries(right)];
  const isConstant = [typeof left === "number", typeof right === "number"];
  return (at) => {
    const [first, second] = [one(at), other(at)];
    const known = [isConstant[0] ? undefined : first, isConstant[1] ? undefined : second];
    return known.every((value) => value === undefined) ? undefined : calculate(first ?? 0, second ?? 0);
  };
}

/** Of several series: at each time, of those with a value. */
function across(value: Value | undefined, reduce: (values: readonly number[]) => number): TimeSeries {
  if (!Array.isArray(value))
    throw new Error("AWS advises against the sum or the extremes of one series in an alarm.");
  const all: readonly TimeSeries[] = value;
  return (at) => {
    const known = all.map((series) => series(at)).filter((each) => each !== undefined);
    return known.length > 0 ? reduce(known) : undefined;
  };
}

function earlier(series: TimeSeries, at: Minute, period: number): number | undefined {
  for (let back = 1; back <= MAX_BACK; back += 1) {
    const value = series(at - back * period);
    if (value !== undefined) return value;
  }
  return undefined;
}

type Call = (args: readonly Value[], context: MathContext) => Value;

const difference =
  (series: TimeSeries, period: number): TimeSeries =>
  (at) => {
    const [value, before] = [series(at), earlier(series, at, period)];
    return value === undefined || before === undefined ? undefined : value - before;
  };

const FUNCTIONS: Readonly<Record<string, Call>> = {
  METRICS: (_, { metrics }) => [...metrics.values()],
  ABS: ([value = 0]) => {
    const series = asSeries(value);
    return (at) => {
      const found = series(at);
      return found === undefined ? undefined : Math.abs(found);
    };
  },
  SUM: ([value]) => across(value, (values) => values.reduce((sum, each) => sum + each, 0)),
  MAX: ([value]) => across(value, (values) => Math.max(...values)),
  MIN: ([value]) => across(value, (values) => Math.min(...values)),
  FILL: ([value = 0, filler = 0], { periodMinutes }) => {
    const [series, other] = [asSeries(value), filler];
    if (other === REPEAT) return (at) => series(at) ?? earlier(series, at, periodMinutes);
    const instead = asSeries(other);
    return (at) => series(at) ?? instead(at);
  },
  DIFF: ([value = 0], { periodMinutes }) => difference(asSeries(value), periodMinutes),
  RATE: ([value = 0], { periodMinutes }) => {
    const change = difference(asSeries(value), periodMinutes);
    return (at) => {
      const found = change(at);
      return found === undefined ? undefined : found / (periodMinutes * 60);
    };
  },
  IF: ([condition = 0, yes = 0, no]) => {
    const [test, whenTrue] = [asSeries(condition), asSeries(yes)];
    const whenFalse = no === undefined ? () => undefined : asSeries(no);
    return (at) => {
      const found = test(at);
      if (found === undefined) return undefined;
      // A missing value counts as 0 where the condition holds, and is dropped where it does not.
      return found !== 0 ? (whenTrue(at) ?? 0) : whenFalse(at);
    };
  },
};

/** Stands for the word REPEAT, compared by identity. */
const REPEAT: TimeSeries = () => undefined;

function compile(node: Node, context: MathContext): Value {
  switch (node.kind) {
    case "number":
      return node.value;
    case "name": {
      if (node.name === "REPEAT") return REPEAT;
      const found = context.metrics.get(node.name);
      if (!found) throw new Error(`${node.name} is not the id of a metric or expression.`);
      return found;
    }
    case "list":
      return node.items.map((item) => asSeries(compile(item, context)));
    case "operation":
      return combine(node.operator, compile(node.left, context), compile(node.right, context));
    case "call": {
      const call = FUNCTIONS[node.name];
      if (!call) throw new Error(`The function ${node.name} is not known here.`);
      return call(
        node.args.map((arg) => compile(arg, context)),
        context,
      );
    }
  }
}

/**
 * CloudWatch's metric math, as far as alarms here use it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const compileMath = (expression: string, context: MathContext): TimeSeries =>
  asSeries(compile(parseMath(expression), context));
