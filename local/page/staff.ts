import { AwsClient } from "aws4fetch";
import { record, text } from "../../lib/adapters/http/json.ts";
import type { InputOf } from "../../lib/http-api/operation.ts";
import { writePath } from "../../lib/http-api/write-path.ts";
import { type OperationName, type Operations, operations } from "../../lib/operator-api/operations.ts";
import { LOCAL_CREDENTIALS, REGION } from "../aws/services.ts";
import type { Acted } from "./protocol-acts.ts";

/** Called as the `wa` command calls it: signed, over HTTP. */
export function staffAt(url: string) {
  const { accessKeyId, secretAccessKey } = LOCAL_CREDENTIALS;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    region: REGION,
    service: "execute-api",
    retries: 0,
  });

  async function call<Name extends OperationName>(
    name: Name,
    input: InputOf<Operations[Name]>,
  ): Promise<Acted> {
    const { method } = operations[name];
    const { params, body = {} }: { params?: Readonly<Record<string, string | undefined>>; body?: unknown } =
      input;
    const response = await client.fetch(`${url}/conversations/${writePath(operations[name], params)}`, {
      method,
      ...(method === "POST" && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, data: answer };
    const { error, message } = record(answer) ?? {};
    return {
      ok: false,
      problem: text(message) ?? text(error) ?? `The operator API answered ${response.status}.`,
    };
  }

  return { call };
}
