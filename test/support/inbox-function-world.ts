import { createHandler } from "../../functions/inbox/handler.ts";
import type { InboxRequest } from "../../functions/inbox/member.ts";
import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import { parseContactIdentifier } from "../../lib/domain/conversation/contact-identifier.ts";
import { FakeMediaFiles } from "./fake-media-files.ts";
import { inboxWorld } from "./inbox-world.ts";
import { memoryActivity, memoryInboxLists } from "./memory/memory-activity.ts";
import { MemoryStaff } from "./memory/memory-staff.ts";

/** As API Gateway passes a call on after it has checked the access token. `groups`: none for a call without a token. */
export function inboxEvent(
  call: string,
  {
    user = "ann",
    groups,
    body,
    query,
  }: { user?: string; groups?: string; body?: unknown; query?: Record<string, string> },
): InboxRequest {
  const [method = "", path = ""] = call.split(" ");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { "content-type": "application/json" },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: "123456789012",
      apiId: "abc",
      domainName: "abc.execute-api.eu-central-1.amazonaws.com",
      domainPrefix: "abc",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "r",
      routeKey: "$default",
      stage: "$default",
      time: "29/Nov/2026:00:00:00 +0000",
      timeEpoch: 0,
      ...(groups !== undefined && {
        authorizer: { jwt: { claims: { username: user, "cognito:groups": groups } } },
      }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

/** The inbox function over everything that is kept, in memory and open to look at. */
export function inboxFunctionWorld() {
  const world = inboxWorld();
  const { table, clock, telemetry } = world;
  const staff = new MemoryStaff();
  const activity = memoryActivity(table);
  const mediaFiles = new FakeMediaFiles();
  let ids = 0;
  const handler = createHandler({
    deps: async () => ({
      ...world.deps,
      activity,
      lists: memoryInboxLists(table),
      staff,
      telemetry,
      mediaFiles,
      savedReplies: [{ name: "hours", text: "We are open 9 to 18." }],
      contactOf: (text) => parseContactIdentifier(text, parseContactPhone),
    }),
    page: async (path) => ({ statusCode: 200, body: `the page at ${path}` }),
    newId: () => `new-${++ids}`,
    telemetry,
  });

  async function send(event: InboxRequest) {
    const { statusCode, body } = await handler(event);
    return { status: statusCode, json: JSON.parse(body ?? "null") };
  }
  const call = (
    user: string,
    groups: string,
    path: string,
    body?: unknown,
    query?: Record<string, string>,
  ) => {
    const [method, rest] = path.split(" ");
    return send(inboxEvent(`${method} /inbox/api/${rest}`, { user, groups, body, ...(query && { query }) }));
  };
  return {
    ...world,
    staff,
    activity,
    mediaFiles,
    clock,
    handler,
    send,
    ann: (path: string, body?: unknown, query?: Record<string, string>) =>
      call("ann", "[staff]", path, body, query),
    ben: (path: string, body?: unknown, query?: Record<string, string>) =>
      call("ben", "[admin]", path, body, query),
  };
}
