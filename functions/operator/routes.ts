import * as business from "./business-calls.ts";
import type { CallHandler } from "./call.ts";
import * as conversations from "./conversation-calls.ts";

/** `act`: its name in logs and metrics. */
type Route = { method: "GET" | "POST"; path: string; act: string; handle: CallHandler };

/**
 * Under `/conversations`. The first match counts: fixed names come before `{conversation}`, so no
 * conversation id can hide a call.
 */
const ROUTES: readonly Route[] = [
  { method: "POST", path: "find", act: "find", handle: conversations.find },
  { method: "GET", path: "handoffs", act: "handoffs", handle: conversations.handoffs },
  { method: "GET", path: "templates", act: "templates", handle: business.templates },
  { method: "POST", path: "templates", act: "send-template", handle: business.sendTemplate },
  { method: "GET", path: "campaigns/{campaign}", act: "campaign", handle: business.campaign },
  { method: "GET", path: "switches", act: "switches", handle: business.switches },
  { method: "POST", path: "switches", act: "switch", handle: business.switchNumber },
  { method: "GET", path: "numbers", act: "numbers", handle: business.numbers },
  { method: "POST", path: "numbers", act: "resume-number", handle: business.resumeNumber },
  { method: "GET", path: "leads", act: "leads", handle: business.leads },
  { method: "POST", path: "export", act: "export", handle: business.exportContact },
  { method: "POST", path: "forget", act: "forget", handle: business.forgetContact },
  { method: "GET", path: "{conversation}", act: "show", handle: conversations.show },
  { method: "POST", path: "{conversation}/pause", act: "pause", handle: conversations.pause },
  { method: "POST", path: "{conversation}/resume", act: "resume", handle: conversations.resume },
  { method: "POST", path: "{conversation}/reply", act: "reply", handle: conversations.reply },
  { method: "GET", path: "{conversation}/outbound/{outbound}", act: "outbound", handle: conversations.outbound },
];

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The parameters in the path; `undefined` when the path does not match. */
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

export function findRoute(
  method: string,
  rawPath: string,
): { act: string; handle: CallHandler; params: Record<string, string> } | undefined {
  const [, root, ...rest] = rawPath.split("/").map(decoded);
  if (root !== "conversations" || rest.includes(undefined)) return undefined;
  const given = rest.filter((segment) => segment !== undefined);
  const words = new Set(ROUTES.map(({ path }) => path.split("/")[0]));
  for (const { path, act, handle, ...route } of ROUTES) {
    const params = route.method === method ? match(path, given) : undefined;
    // A fixed name with another method is a mistake, not a conversation id.
    if (params && !(params.conversation && words.has(params.conversation))) return { act, handle, params };
  }
  return undefined;
}
