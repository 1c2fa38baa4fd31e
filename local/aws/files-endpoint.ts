import type { Clock } from "../../lib/application/ports/ports.ts";
import { FUNCTION_NAMES } from "../../lib/config/deployment/function-names.ts";
import { type Answer, type Service, type ServiceRequest, startService } from "../http/service.ts";
import { type AwsCall, credentialsOf } from "./call-recorder.ts";
import { judge } from "./s3-signature.ts";

type Options = {
  /** Of the bucket. */
  arn: string;
  region: string;
  clock: Clock;
  onCall?: ((call: AwsCall) => void) | undefined;
};

const ACTIONS: Readonly<Record<string, string>> = {
  GET: "s3:GetObject",
  PUT: "s3:PutObject",
  DELETE: "s3:DeleteObject",
};

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, PUT",
  "access-control-allow-headers": "content-type, if-none-match",
};

const failure = (status: number, code: string): Answer => ({
  status,
  headers: { "content-type": "application/xml", ...CORS },
  body: `<Error><Code>${code}</Code></Error>`,
});

/** Without the right to list, S3 does not tell whether something is there. */
const MISSING = failure(403, "AccessDenied");

/** S3 as far as staff send files: one private bucket, in memory. */
export class FilesEndpoint {
  /** By path. */
  readonly objects = new Map<string, Buffer>();
  readonly #options: Options;
  #service: Service | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get url(): string {
    return this.#service ? `http://localhost:${this.#service.port}` : "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async (request) => this.#answer(request));
  }

  stop = async () => this.#service?.stop();

  #answer(request: ServiceRequest): Answer {
    const { method, path, headers, body } = request;
    if (method === "OPTIONS") return { status: 200, headers: CORS };
    const { clock, region, arn, onCall } = this.#options;
    const judged = judge(request, { region, now: clock.now() });
    if ("code" in judged) return failure(403, judged.code);
    const caller = FUNCTION_NAMES.find((name) => credentialsOf(name).accessKeyId === judged.accessKeyId);
    const action = ACTIONS[method];
    if (caller && action) onCall?.({ function: caller, action, resource: `${arn}${path}` });
    const found = this.objects.get(path);
    switch (method) {
      case "PUT":
        if (found && headers["if-none-match"] === "*") return failure(412, "PreconditionFailed");
        this.objects.set(path, body);
        return { status: 200, headers: CORS };
      case "GET":
        return found ? answerWith(found, request) : MISSING;
      case "DELETE":
        this.objects.delete(path);
        return { status: 204, headers: CORS };
      default:
        return failure(405, "MethodNotAllowed");
    }
  }
}

function answerWith(object: Buffer, { headers, query }: ServiceRequest): Answer {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
  const told = Object.fromEntries(
    ["content-type", "content-disposition", "cache-control"].flatMap((name) => {
      const value = query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );
  const common = { "content-type": "application/octet-stream", ...told, ...CORS };
  if (first === undefined || last === undefined) return { status: 200, headers: common, body: object };
  if (Number(first) >= object.length) return failure(416, "InvalidRange");
  const part = object.subarray(Number(first), Number(last) + 1);
  const range = `bytes ${first}-${Number(first) + part.length - 1}/${object.length}`;
  return { status: 206, headers: { ...common, "content-range": range }, body: part };
}
