import { type Answer, json } from "../http/service.ts";

const TYPES: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "forbidden_error",
  404: "not_found_error",
  409: "conflict_error",
  422: "validation_error",
  429: "rate_limit_error",
};

/** The type follows from the HTTP status. */
export const chatsbyError = (status: number, code: string, message: string, param?: string): Answer =>
  json(status, {
    error: { type: TYPES[status] ?? "server_error", message, code, ...(param && { param }), status },
  });
