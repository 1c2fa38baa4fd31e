import type { Operation } from "./operation.ts";
import { perform, type Runs } from "./perform.ts";
import type { Answer } from "./responses.ts";

type Handle<Caller> = (call: {
  caller: Caller;
  params: unknown;
  body: unknown;
}) => Promise<Answer<unknown, string>>;
type Route<Caller> = {
  method: string;
  path: string;
  act: string;
  handle: Handle<Caller>;
};

export type Found<Caller> = Pick<Route<Caller>, "act" | "handle"> & { params: Record<string, string> };

/**
 * Returns the function that finds a request's operation. `prefix`: the API's, for example "/conversations". A
 * fixed name at its beginning is never a conversation id, also with another method: so no conversation id can
 * hide an operation.
 */
export function createRouter<
  Caller,
  Operations extends Readonly<Record<string, Operation>>,
  Results extends Readonly<Record<keyof Operations, unknown>>,
>(prefix: string, operations: Operations, runs: Runs<Caller, Operations, Results>) {
  const routeOf = <Name extends keyof Operations & string>(act: Name): Route<Caller> => {
    const operation: Operations[Name] = operations[act];
    return {
      method: operation.method,
      path: operation.path,
      act,
      handle: (call) => perform(operation, runs[act], call),
    };
  };
  const isOperation = (name: string): name is keyof Operations & string => Object.hasOwn(operations, name);
  const routes = Object.keys(operations).filter(isOperation).map(routeOf);
  const words = new Set(routes.map(({ path }) => path.split("/")[0]));
  const root = prefix.split("/").slice(1);

  return (method: string, rawPath: string): Found<Caller> | undefined => {
    const segments = rawPath.split("/").slice(1).map(decoded);
    const given = segments.slice(root.length).filter((segment) => segment !== undefined);
    if (segments.includes(undefined) || root.some((segment, index) => segments[index] !== segment))
      return undefined;
    for (const { path, act, handle, ...route } of routes) {
      const params = route.method === method ? match(path, given) : undefined;
      if (params && !(path.startsWith("{") && words.has(given[0] ?? ""))) return { act, handle, params };
    }
    return undefined;
  };
}

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
