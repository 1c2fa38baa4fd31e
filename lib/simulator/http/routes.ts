import type { FunctionName } from "../lambda/function-names.ts";

export type Route = {
  /** As API Gateway names it: `GET /conversations/{proxy+}`. */
  key: string;
  function: FunctionName;
  /** Only for callers who sign with AWS credentials. */
  signed: boolean;
  /** What stands for `{proxy+}`. */
  proxy?: string;
};

/** All that the deployed API routes; the rest is its own 404. A path that ends in `{proxy+}` takes anything longer. */
const ROUTES: readonly Route[] = [
  { key: "GET /webhooks/meta", function: "webhook", signed: false },
  { key: "POST /webhooks/meta", function: "webhook", signed: false },
  { key: "POST /webhooks/twilio", function: "webhook", signed: false },
  { key: "POST /webhooks/twilio/status", function: "webhook", signed: false },
  { key: "POST /agent-actions/escalate", function: "agent-actions", signed: false },
  { key: "POST /agent-actions/lead", function: "agent-actions", signed: false },
  { key: "GET /conversations/{proxy+}", function: "operator", signed: true },
  { key: "POST /conversations/{proxy+}", function: "operator", signed: true },
];

const GREEDY = "{proxy+}";

export function routeOf(method: string, path: string): Route | undefined {
  const called = `${method} ${path}`;
  for (const route of ROUTES) {
    if (route.key === called) return route;
    const start = route.key.endsWith(GREEDY) ? route.key.slice(0, -GREEDY.length) : undefined;
    if (start !== undefined && called.startsWith(start) && called.length > start.length)
      return { ...route, proxy: called.slice(start.length) };
  }
  return undefined;
}
