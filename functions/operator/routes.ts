import type { ErrorCode } from "../../lib/operator-api/errors.ts";
import { type OperationName, operations } from "../../lib/operator-api/operations.ts";
import { type Caller, perform } from "./call.ts";
import type { Answer } from "./responses.ts";
import { RUNS } from "./runs.ts";

type Route = {
  method: string;
  path: string;
  /** Its name in logs and metrics. */
  act: OperationName;
  handle(call: Caller & { params: unknown; body: unknown }): Promise<Answer<unknown, ErrorCode>>;
};

const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name);

function routeOf<Name extends OperationName>(act: Name): Route {
  const { method, path } = operations[act];
  return { method, path, act, handle: (call) => perform(operations[act], RUNS[act], call) };
}

const ROUTES: readonly Route[] = Object.keys(operations).filter(isOperation).map(routeOf);
/** `find`, `handoffs` …: names that no conversation has. */
const WORDS = new Set(ROUTES.map(({ path }) => path.split("/")[0]));

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** `undefined` when the path does not match. */
function match(path: string, given: readonly string[]): Record<string, string> | undefined {
  const segments = path.split("/");
  if (segments.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined ? segment !== value : !/^[\w.-]{1,64}$/.test(value)) return undefined;
    if (name !== undefined) params[name] = value;
  }
  return params;
}

/**
 * The operation under `/conversations` that a request names. A fixed name is never a conversation id, also
 * with
 * another method: so no conversation id can hide an operation.
 */
export function findRoute(
  method: string,
  rawPath: string,
): (Pick<Route, "act" | "handle"> & { params: Record<string, string> }) | undefined {
  const [, root, ...rest] = rawPath.split("/").map(decoded);
  if (root !== "conversations" || rest.includes(undefined)) return undefined;
  const given = rest.filter((segment) => segment !== undefined);
  for (const { path, act, handle, ...route } of ROUTES) {
    const params = route.method === method ? match(path, given) : undefined;
    if (params && !(params.conversation && WORDS.has(params.conversation))) return { act, handle, params };
  }
  return undefined;
}
