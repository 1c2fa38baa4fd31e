import type { Route } from "../template/routes.ts";

export type Match = {
  route: Route;
  /** Values of `{proxy+}` and `{name}`. */
  parameters?: Readonly<Record<string, string>>;
};

const VARIABLE = /^\{([^}+]+)(\+?)\}$/;

/** `undefined` if the path does not match. */
function parametersOf(route: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [at, part] of route.entries()) {
    const value = path[at];
    const [, name, greedy] = VARIABLE.exec(part) ?? [];
    if (value === undefined) return undefined;
    if (name === undefined) {
      if (part !== value) return undefined;
    } else if (greedy) {
      const rest = path.slice(at).join("/");
      return rest === "" ? undefined : { ...found, [name]: rest };
    } else {
      if (value === "") return undefined;
      found[name] = value;
    }
  }
  return route.length === path.length ? found : undefined;
}

/** Fewer variables are more specific; a greedy one is the least specific, and less so the more it leaves. */
const vagueness = ({ key }: Route) =>
  (key.match(/\{/g)?.length ?? 0) + (key.includes("+}") ? 100 - key.split("/").length : 0);

/**
 * The most specific one, in any order, as API Gateway picks.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const matches = routes.flatMap((route): Match[] => {
    const [verb = "", pattern = ""] = route.key.split(" ");
    if (route.key === "$default") return [{ route }];
    if (verb !== method && verb !== "ANY") return [];
    const parameters = parametersOf(pattern.split("/"), path.split("/"));
    return parameters ? [{ route, ...(Object.keys(parameters).length > 0 && { parameters }) }] : [];
  });
  const rank = ({ route }: Match) =>
    route.key === "$default" ? 1_000 : vagueness(route) + (route.key.startsWith("ANY ") ? 0.5 : 0);
  return matches.toSorted((one, other) => rank(one) - rank(other))[0];
}
