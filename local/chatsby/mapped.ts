import type { Mapping } from "../../lib/domain/dialect/dialect.ts";
import { placeholdersIn } from "../../lib/domain/dialect/template.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { ServiceRequest } from "../http/service.ts";

export type MappedQuestion = {
  agentId?: string;
  session?: string;
  text?: string;
  thread?: string | number;
};

const PLACEHOLDER = /\{(\w+)\}/g;
const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** The placeholders' values; `undefined` if the text is another. */
function valuesIn(template: string, text: string, value = "[\\s\\S]*"): MappedQuestion | undefined {
  const names = placeholdersIn(template);
  const pattern = template.split(PLACEHOLDER).map((part, at) => (at % 2 ? `(${value})` : literal(part)));
  const found = new RegExp(`^${pattern.join("")}$`).exec(text);
  return found ? Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""])) : undefined;
}

const hasThread = (template: unknown) => JSON.stringify(template).includes("{thread}");

function bodyValues(template: unknown, body: unknown): MappedQuestion {
  if (typeof template === "string") {
    if (template === "{thread}" && typeof body === "number") return { thread: body };
    return typeof body === "string" ? (valuesIn(template, body) ?? {}) : {};
  }
  if (Array.isArray(template) && Array.isArray(body)) {
    // A first question has fewer items: those with the thread are left out.
    const there = body.length < template.length ? template.filter((each) => !hasThread(each)) : template;
    return Object.assign({}, ...there.map((each, at) => bodyValues(each, body[at])));
  }
  if (!isRecord(template) || !isRecord(body)) return {};
  return Object.assign({}, ...Object.entries(template).map(([name, each]) => bodyValues(each, body[name])));
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What a request asks by the mapping; `undefined` if it goes to another path. */
export function readMapped(
  { path, body }: Mapping,
  request: Pick<ServiceRequest, "method" | "path" | "rawQuery" | "body">,
): MappedQuestion | undefined {
  const asked = request.rawQuery ? `${request.path}?${request.rawQuery}` : request.path;
  const inPath = request.method === "POST" ? valuesIn(path, asked, "[^/?&]+") : undefined;
  if (!inPath) return undefined;
  const decoded = Object.entries(inPath).map(([name, value]) => [name, decodeURIComponent(String(value))]);
  return { ...Object.fromEntries(decoded), ...bodyValues(body, jsonIn(request.body)) };
}

/** Whether the request carries the key where the mapping has it. */
export function isAuthorised({ headers = {} }: Mapping, request: ServiceRequest, apiKey: string): boolean {
  const withKey = Object.entries(headers).filter(([, value]) => placeholdersIn(value).includes("apiKey"));
  const expected = withKey.length > 0 ? withKey : [["authorization", "Bearer {apiKey}"] as const];
  return expected.every(([name, value]) => {
    const sent = request.headers[name.toLowerCase()];
    return (
      typeof sent === "string" &&
      valuesIn(
        value.replaceAll("{apiKey}", () => apiKey),
        sent,
      )
    );
  });
}

function put(json: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  if (!/^\d+$/.test(name))
    return { ...(isRecord(json) && json), [name]: put(isRecord(json) ? json[name] : {}, rest, value) };
  const list = Array.isArray(json) ? [...json] : [];
  list[Number(name)] = put(list[Number(name)], rest, value);
  return Array.from(list, (each) => each ?? null);
}

/** The response that has the answer, and the thread, where the mapping reads them. */
export function mappedResponse({ reply, thread }: Mapping, text: string, id: string): unknown {
  const answer = put({}, reply.split("/").slice(1), text);
  return thread ? put(answer, thread.from.split("/").slice(1), id) : answer;
}
