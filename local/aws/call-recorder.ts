import { record, text } from "../../lib/adapters/http/json.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/config/deployment/function-names.ts";
import { type Answer, type Service, type ServiceRequest, startService } from "../http/service.ts";
import { grantsFor, type NeededGrant } from "./aws-call.ts";
import type { Credentials } from "./services.ts";

export type AwsCall = NeededGrant & { function: FunctionName };

/** The credentials identify the caller. Our emulators accept any. */
export const credentialsOf = (name: FunctionName): Credentials => ({
  accessKeyId: `local-${name}`,
  secretAccessKey: "local",
});

const callerOf = ({ headers }: ServiceRequest) =>
  callerBy(/Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1]);

export function callerBy(key: string | undefined): FunctionName {
  const caller = FUNCTION_NAMES.find((name) => credentialsOf(name).accessKeyId === key);
  if (!caller) throw new Error("a call of AWS is signed by none of the functions");
  return caller;
}

const HOP = new Set([
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "content-encoding",
  "x-amz-crc32",
]);
const passedOn = (headers: Iterable<[string, string]>) =>
  Object.fromEntries([...headers].filter(([name]) => !HOP.has(name)));

async function forward(
  target: string,
  { method, path, rawQuery, headers, body }: ServiceRequest,
): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const response = await fetch(`${target}${path}${rawQuery && `?${rawQuery}`}`, {
    method,
    headers: passedOn(Object.entries(headers)),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  return {
    status: response.status,
    headers: passedOn(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

const parsed = (body: Buffer) => record(JSON.parse(body.toString("utf8"))) ?? {};

/**
 * DynamoDB returns the item that blocked a conditional write; the emulator does not, so functions read it.
 * On AWS they need not.
 */
async function withStandingItem(
  target: string,
  request: ServiceRequest,
  answer: Awaited<ReturnType<typeof forward>>,
): Promise<Answer> {
  if (answer.status !== 400 || !request.body.includes('"ReturnValuesOnConditionCheckFailure":"ALL_OLD"'))
    return answer;
  const refusal = parsed(answer.body);
  if (!text(refusal.__type)?.endsWith("ConditionalCheckFailedException")) return answer;
  const { TableName, Key, Item: put } = parsed(request.body);
  const { pk, sk } = record(put) ?? {};
  const read = await forward(target, {
    ...request,
    headers: { ...request.headers, "x-amz-target": "DynamoDB_20120810.GetItem" },
    body: Buffer.from(JSON.stringify({ TableName, Key: Key ?? { pk, sk }, ConsistentRead: true })),
  });
  return { ...answer, body: JSON.stringify({ ...refusal, Item: parsed(read.body).Item }) };
}

export async function startRecorders<Name extends string>(
  urls: Readonly<Record<Name, string>>,
  region: string,
  onCall: (call: AwsCall) => void,
): Promise<{ urls: Record<Name, string>; stop(): Promise<void> }> {
  const started: Service[] = [];
  const before: Record<Name, string> = { ...urls };
  for (const name in urls) {
    const target = urls[name];
    const service = await startService({}, async (request) => {
      const caller = callerOf(request);
      for (const grant of grantsFor(request, region)) onCall({ function: caller, ...grant });
      return withStandingItem(target, request, await forward(target, request));
    });
    started.push(service);
    before[name] = service.url;
  }
  return {
    urls: before,
    stop: async () => void (await Promise.all(started.map((service) => service.stop()))),
  };
}
