import { type HttpRequest, type HttpResponse, rawBody } from "./http.ts";

export const jsonReply = (statusCode: number, value: unknown): HttpResponse => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(value),
});

/** An empty body is an empty object. */
export function readJsonBody(
  event: HttpRequest,
  mostBytes: number,
): { json: unknown } | "too-large" | "not-json" {
  const raw = rawBody(event);
  if (raw.length > mostBytes) return "too-large";
  const text = raw.toString("utf8");
  if (text.trim() === "") return { json: {} };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return "not-json";
  }
}
