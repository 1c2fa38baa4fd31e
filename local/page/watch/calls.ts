import type { Answer, ServiceRequest } from "../../http/service.ts";
import type { Call } from "../protocol/steps.ts";

const MAX_CHARACTERS = 2_000;

const cut = (text: string) => (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);

/** Forms get one field per line. */
function readable(body: string, contentType: string): string {
  if (!/x-www-form-urlencoded/.test(contentType)) return cut(body);
  return cut([...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).join("\n"));
}

const READABLE = /json|text|xml|urlencoded/;

function readableAnswer({ headers, body = "" }: Extract<Answer, { body?: unknown }>): string {
  const type = String(headers?.["content-type"] ?? "text");
  return READABLE.test(type) ? cut(String(body)) : `(${body.length} bytes of ${type})`;
}

const begun = ({ method, path, rawQuery, body, headers }: ServiceRequest) => ({
  method,
  url: rawQuery ? `${path}?${rawQuery}` : path,
  request: readable(body.toString("utf8"), headers["content-type"] ?? ""),
});

/** Known facts now, and more with the response. */
export function callOf(request: ServiceRequest): { open: Call; closed(answer: Answer): Call } {
  const start = performance.now();
  const open = begun(request);
  const took = () => Math.round(performance.now() - start);
  return {
    open: { ...open, took: 0 },
    closed(answer) {
      if (typeof answer === "string" || "open" in answer) return { ...open, took: took() };
      return { ...open, took: took(), status: answer.status, response: readableAnswer(answer) };
    },
  };
}
