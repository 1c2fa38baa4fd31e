import { AwsV4Signer } from "aws4fetch";
import * as z from "zod/mini";
import type { InputOf, Operation } from "../lib/http-api/operation.ts";
import { writePath } from "../lib/http-api/write-path.ts";
import { type OperationName, type Operations, operations } from "../lib/operator-api/operations.ts";
import { type ResultOf, results } from "../lib/operator-api/results.ts";
import { ApiProblem, problemOfResponse, unreachable } from "./api-problem.ts";
import { isLocal, regionOf } from "./api-url.ts";
import type { AwsCredentials, Io } from "./io.ts";
import { CliProblem, EXIT } from "./problem.ts";

/** API Gateway itself gives up after 30 seconds. */
const TIMEOUT_MS = 35_000;
const WAITS = [500, 1_500];

const LOCAL: AwsCredentials = { accessKeyId: "local", secretAccessKey: "local" };

type Input = { params?: Readonly<Record<string, string | undefined>>; body?: unknown };
/** `tries: 1` throws transient problems at once, too. */
type CallOptions = { tries?: number };
type Given<Needed> =
  Record<never, never> extends Needed
    ? [input?: Needed, options?: CallOptions]
    : [input: Needed, options?: CallOptions];

export type Api = {
  /** Throws ApiProblem. */
  call<Name extends OperationName>(
    name: Name,
    ...given: Given<InputOf<Operations[Name]>>
  ): Promise<ResultOf<Name>>;
};

/** Every call may be repeated: queued messages carry an id. */
export function operatorApi(base: URL, io: Pick<Io, "env" | "fetch" | "credentials" | "sleep">): Api {
  const region = regionOf(base, io.env);

  async function once(method: Operation["method"], path: string, body: unknown): Promise<unknown> {
    const credentials = isLocal(base) ? LOCAL : await io.credentials();
    const signer = new AwsV4Signer({
      method,
      url: `${base.href.replace(/\/+$/, "")}/conversations/${path}`,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
      service: "execute-api",
      region,
    });
    const signed = await signer.sign();
    let response: Response;
    let text: string;
    try {
      response = await io.fetch(signed.url, {
        method,
        headers: signed.headers,
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(typeof signed.body === "string" && { body: signed.body }),
      });
      text = await response.text();
    } catch (error) {
      throw unreachable(base, error);
    }
    const json = jsonIn(text);
    if (!response.ok) throw problemOfResponse(base, response.status, json);
    return json;
  }

  async function call<Name extends OperationName>(
    name: Name,
    ...given: Given<InputOf<Operations[Name]>>
  ): Promise<ResultOf<Name>> {
    const [input, { tries = WAITS.length + 1 } = {}]: [Input?, CallOptions?] = given;
    const { method } = operations[name];
    const path = writePath(operations[name], input?.params);
    const body = method !== "GET" ? (input?.body ?? {}) : undefined;
    for (let attempt = 0; ; attempt++) {
      try {
        const read = z.safeParse(results[name], await once(method, path, body));
        if (read.success) return read.data;
        throw new CliProblem(
          EXIT.failed,
          `${base.origin} answers, but not like this version's operator API. Is the URL right?`,
        );
      } catch (error) {
        // A refused connection would be refused again.
        if (
          !(error instanceof ApiProblem) ||
          !error.transient ||
          error.code === "refused" ||
          attempt + 1 >= tries
        )
          throw error;
        await io.sleep(WAITS[attempt] ?? 0);
      }
    }
  }

  return { call };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
