import { IntegrationError, type OutsideSystem } from "../../application/ports/integration-error.ts";
import type { HttpResult } from "./request.ts";

type FailureSource = {
  system: OutsideSystem;
  codeOf(json: unknown): string | undefined;
};

/** Throws IntegrationError for a refusal or no response. */
export function requireSuccess(result: HttpResult, { system, codeOf }: FailureSource): unknown {
  if (result.kind !== "response") throw new IntegrationError({ system, code: result.code, retry: "later" });
  const { status, json } = result;
  if (status >= 200 && status < 300) return json;
  throw new IntegrationError({
    system,
    code: codeOf(json) ?? `http_${status}`,
    retry: status >= 500 || status === 429 ? "later" : "never",
  });
}
