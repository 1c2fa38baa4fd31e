import * as z from "zod/mini";
import type { ErrorCode } from "../lib/operator-api/errors.ts";
import { isLocal } from "./api-url.ts";
import { CliProblem, EXIT, type ExitCode } from "./problem.ts";

export class ApiProblem extends CliProblem {
  /** The API's, for example `window-closed`; where it gives none, the CLI's own. */
  readonly code: string;
  /** The same call may succeed later. */
  readonly transient: boolean;

  constructor(about: {
    exit: ExitCode;
    code: string;
    message: string;
    details?: readonly string[];
    transient?: boolean;
  }) {
    super(about.exit, about.message, about.details);
    this.name = "ApiProblem";
    this.code = about.code;
    this.transient = about.transient ?? false;
  }
}

const errorBody = z.object({
  error: z.string(),
  message: z.optional(z.string()),
  problems: z.optional(z.array(z.string())),
  code: z.optional(z.string()),
});

function exitOf(status: number): ExitCode {
  if (status === 403 || status === 401) return EXIT.noAccess;
  if (status === 404) return EXIT.notFound;
  if (status === 409 || status === 422 || status === 429) return EXIT.refused;
  return status === 400 ? EXIT.usage : EXIT.failed;
}

export function problemOfResponse(base: URL, status: number, body: unknown): ApiProblem {
  const read = z.safeParse(errorBody, body);
  if (!read.success) return gatewayProblem(base, status);
  const { error, message = error, problems = [], code } = read.data;
  if (status === 403) return gatewayProblem(base, status);
  const unset = error === "provider-failed" && code !== undefined ? NOT_CONFIGURED[code] : undefined;
  return new ApiProblem({
    exit: exitOf(status),
    code: error,
    message: unset ?? HINTS[error] ?? message,
    details: [...problems, ...(code ? [`code: ${code}`] : [])],
    transient: status >= 500 && unset === undefined,
  });
}

/** The provider was never called. */
const NOT_CONFIGURED: Readonly<Record<string, string>> = {
  no_waba_id: "Add the number's `wabaId` to the settings and deploy: Meta lists templates by it.",
  no_secret: "The secret has no credentials for this number's provider: add them.",
};

const HINTS: Readonly<Record<string, string>> = {
  "window-closed":
    "The customer has not written for 24 hours, so WhatsApp takes no free text. Send a template: `npm run wa -- send-template NAME --number N --to CONTACT`.",
} satisfies Partial<Record<ErrorCode, string>>;

function gatewayProblem(base: URL, status: number): ApiProblem {
  if (status === 403 || status === 401)
    return new ApiProblem({
      exit: EXIT.noAccess,
      code: "no-access",
      message: "Your AWS identity may not call this API, or your clock is more than five minutes off.",
      details: isLocal(base)
        ? ["The local stack takes the credentials local/local: is something else running there?"]
        : [
            "It needs the permission execute-api:Invoke: attach the policy in the stack's output OperatorPolicyArn to your user or role.",
          ],
    });
  if (status === 404)
    return new ApiProblem({
      exit: EXIT.notFound,
      code: "no-api",
      message: `There is no operator API at ${base.href}: is the URL right?`,
    });
  const busy = status === 429;
  return new ApiProblem({
    exit: busy ? EXIT.refused : EXIT.failed,
    code: busy ? "throttled" : `http-${status}`,
    message: busy
      ? "The API is busy: try again in a moment."
      : `${base.origin} answered ${status}: try again; the function's log says why.`,
    transient: busy || status >= 500,
  });
}

const property = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/** Fetch hides the reason in the cause. A host with several addresses has several: the first one counts. */
function causeOf(error: unknown): string {
  const cause = property(error, "cause") ?? error;
  const errors = property(cause, "errors");
  const first: unknown = Array.isArray(errors) && errors.length > 0 ? errors[0] : cause;
  const reason = property(first, "code") ?? property(first, "message") ?? property(first, "name");
  return typeof reason === "string" ? reason : "unknown";
}

export function unreachable(base: URL, error: unknown): ApiProblem {
  const cause = causeOf(error);
  const message =
    cause === "ECONNREFUSED" && isLocal(base)
      ? `Nothing answers at ${base.origin}: is \`npm start\` running, and on this port?`
      : `${base.origin} cannot be reached (${cause}). Check the URL and your connection.`;
  return new ApiProblem({
    exit: EXIT.unreachable,
    code: cause === "ECONNREFUSED" ? "refused" : "unreachable",
    message,
    transient: true,
  });
}
