import { isLoopbackHost } from "../http/hosts.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";

/** Takes a file. */
export const FILE_PATH = "/local/file";

const refused = (problem: string): Answer => json(403, { ok: false, problem });

/**
 * Keeps other web pages out: a foreign name for this machine (DNS rebinding) shows in the Host header, a
 * foreign page in the Origin header. `undefined`: allowed.
 */
export function refusal({
  method,
  path,
  headers,
}: Pick<ServiceRequest, "method" | "path" | "headers">): Answer | undefined {
  const { host = "", origin, "sec-fetch-site": site } = headers;
  if (!isLoopbackHost(host))
    return refused("Open the page as http://localhost or http://127.0.0.1, with the port that was printed.");
  if (origin !== undefined && origin !== `http://${host}`)
    return refused("Only the page itself may ask for that.");
  // A link to the page is harmless. Every other request must come from the page itself, or from no browser.
  if (path !== "/" && site !== undefined && !["same-origin", "none"].includes(site))
    return refused("Only the page itself may ask for that.");
  // Types that a form of another page cannot send.
  const type = path === FILE_PATH ? "application/octet-stream" : "application/json";
  if (method === "POST" && headers["content-type"]?.split(";")[0] !== type)
    return json(415, { ok: false, problem: `Send it with content-type: ${type}.` });
  return undefined;
}
