import { AwsClient } from "aws4fetch";
import { conversationIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { type SimulatedCustomer, userIdOf } from "../../local/customer.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import type { LocalStack } from "../../local/stack-options.ts";

const client = new AwsClient({
  accessKeyId: "local",
  secretAccessKey: "local",
  region: "us-east-1",
  service: "execute-api",
  retries: 0,
});

export type StaffAnswer = { status: number; body: Record<string, unknown> };

/** Signed as staff sign them. */
export const staffOf = (stack: () => LocalStack) => {
  async function call(method: "GET" | "POST" | "PUT", path: string, body?: object): Promise<StaffAnswer> {
    const response = await client.fetch(`${stack().url}/conversations/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) };
  }
  return {
    get: (path: string) => call("GET", path),
    post: (path: string, body: object = {}) => call("POST", path, body),
    put: (path: string, body: object) => call("PUT", path, body),
  };
};

/** Of the demo's Meta number. */
export const conversationWith = (customer: SimulatedCustomer) =>
  conversationIdOf(DEMO_SECRETS.identityKey, numberName("support"), { userId: userIdOf(customer) });

/** No other test of a file has them. */
export const customers = (prefix: string) => {
  let count = 0;
  return (): SimulatedCustomer => ({
    name: `Robin ${++count}`,
    phone: `${prefix}${String(count).padStart(4, "0")}`,
  });
};
