import type { UnderstandingFailure } from "../../domain/media/understood.ts";
import { IntegrationError } from "../ports/integration-error.ts";

const REASONS: Readonly<Record<string, UnderstandingFailure>> = {
  media_gone: "gone",
  media_too_large: "too-large",
  media_host_refused: "refused",
  no_number: "gone",
  no_time: "timeout",
  timeout: "timeout",
};

/** Why the provider did not give the file. */
export function fetchFailure(error: unknown): { reason: UnderstandingFailure; code: string } {
  if (!(error instanceof IntegrationError)) return { reason: "unavailable", code: "crash" };
  return { reason: REASONS[error.code] ?? "unavailable", code: error.code };
}
