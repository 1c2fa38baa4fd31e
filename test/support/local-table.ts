import type { RequestListener, Server } from "node:http";
import { createRequire } from "node:module";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll } from "@jest/globals";
import type { DynamoDbCalls } from "../../lib/adapters/aws/calls.ts";
import { readAnswer } from "../../lib/adapters/aws/read-answer.ts";

const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)("dynalite");

type Headers = Readonly<Record<string, string>>;
type Sent = { headers: Headers; body: string | Uint8Array };
type Answered = { statusCode: number; headers: Record<string, string>; body: Buffer };

/** Hands over what dynalite uses of Node's request and response. */
function answerOf(listener: RequestListener, { headers, body }: Sent): Promise<Answered> {
  return new Promise((resolve) => {
    const acts = new Map<string, (data?: Buffer) => void>();
    const request = {
      method: "POST",
      url: "/",
      headers,
      on: (event: string, act: (data?: Buffer) => void) => acts.set(event, act),
      removeAllListeners: () => undefined,
    };
    const answered: Record<string, string> = {};
    const response = {
      statusCode: 200,
      setHeader(name: string, value: string | number) {
        answered[name.toLowerCase()] = String(value);
      },
      end(text: string) {
        resolve({ statusCode: response.statusCode, headers: answered, body: Buffer.from(text) });
      },
    };
    listener(request as never, response as never);
    acts.get("data")?.(Buffer.from(body));
    acts.get("end")?.();
  });
}

/** As the SDK's signature has it: dynalite reads no more of it. */
const AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none";

/** As the functions' own client calls, without its connections, signatures and further attempts. */
function callsOf(listener: RequestListener): DynamoDbCalls {
  async function call(operation: string, input: object) {
    const { statusCode, headers, body } = await answerOf(listener, {
      headers: {
        authorization: AUTHORIZATION,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-date": "20260101T000000Z",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return readAnswer({ status: statusCode, headers, body: body.toString("utf8") }, false) as never;
  }
  return {
    batchGetItem: (input) => call("BatchGetItem", input),
    deleteItem: (input) => call("DeleteItem", input),
    getItem: (input) => call("GetItem", input),
    putItem: (input) => call("PutItem", input),
    query: (input) => call("Query", input),
    updateItem: (input) => call("UpdateItem", input),
  };
}

export type LocalTable = { dynamodb: DynamoDB; thin: { dynamodb: DynamoDbCalls } };

const ended: RequestListener = () => {
  throw new Error("the table ended with its test file");
};

/**
 * The DynamoDB of startLocalAws, for the tests of a file. Called in this thread: sockets cost more than all the
 * rest.
 */
export function localTable(): LocalTable {
  let [answer] = dynalite({ createTableMs: 0 }).listeners("request") as RequestListener[];
  if (!answer) throw new Error("dynalite has changed: its server answers no request");
  const listener: RequestListener = (request, response) => answer?.(request, response);
  // A worker keeps the modules of all its test files, and all that they hold.
  afterAll(() => {
    answer = ended;
  });
  const dynamodb = new DynamoDB({
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    endpoint: "http://127.0.0.1",
    requestHandler: {
      handle: async (request: Sent) => ({ response: await answerOf(listener, request) }),
    } as never,
  });
  return { dynamodb, thin: { dynamodb: callsOf(listener) } };
}

/** `told`: of each call once it is over, by AWS's name for it; without an answer if it failed. */
export const watchedCalls = (
  calls: DynamoDbCalls,
  told: (operation: string, answer: object) => void,
): DynamoDbCalls =>
  new Proxy(calls, {
    get: (target, name) => async (input: object) => {
      let answer: object = {};
      try {
        answer = await Reflect.get(target, name)(input);
        return answer;
      } finally {
        told(
          String(name).replace(/^./, (letter) => letter.toUpperCase()),
          answer,
        );
      }
    },
  });
