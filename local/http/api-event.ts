import type {
  APIGatewayEventRequestContextIAMAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from "aws-lambda";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { JwtClaims } from "./jwt.ts";
import type { Match } from "./routes.ts";
import type { Answer, ServiceRequest } from "./service.ts";
import { json } from "./service.ts";

type RequestContext = APIGatewayEventRequestContextV2 & {
  authorizer?: APIGatewayEventRequestContextIAMAuthorizer | { jwt: JwtClaims };
};
export type ApiEvent = APIGatewayProxyEventV2WithRequestContext<RequestContext>;

type Call = Match & {
  requestId: string;
  now: number;
  caller?: string;
  /** Claims of the caller's token. */
  jwt?: JwtClaims;
};

const ACCOUNT = "000000000000";

/** API Gateway passes these on as text. Everything else, such as Twilio's forms, is base64. */
const isText = (contentType: string) => /^(text\/|application\/json\b)/i.test(contentType);

/** "29/Nov/2026:21:18:49 +0000" */
const clfTime = (at: Date) => {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
};

/** The IAM authorizer's data: a user of this account with the access key's name. */
const iamOf = (accessKey: string): APIGatewayEventRequestContextIAMAuthorizer => ({
  iam: {
    accessKey,
    accountId: ACCOUNT,
    callerId: `AIDA${accessKey.toUpperCase()}`,
    cognitoIdentity: null,
    principalOrgId: "",
    userArn: `arn:aws:iam::${ACCOUNT}:user/${accessKey}`,
    userId: `AIDA${accessKey.toUpperCase()}`,
  },
});

/**
 * The event of an HTTP API, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toApiEvent(
  request: ServiceRequest,
  { route, parameters, requestId, now, caller, jwt }: Call,
): ApiEvent {
  const { cookie, ...headers } = request.headers;
  const encoded = !isText(headers["content-type"] ?? "");
  const query: Record<string, string> = {};
  for (const [name, value] of request.query) query[name] = name in query ? `${query[name]},${value}` : value;
  const routeKey = route.key;
  return {
    version: "2.0",
    routeKey,
    rawPath: request.path,
    rawQueryString: request.rawQuery,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(request.rawQuery && { queryStringParameters: query }),
    ...(parameters && { pathParameters: { ...parameters } }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: "local",
      ...(caller !== undefined && { authorizer: iamOf(caller) }),
      ...(jwt && { authorizer: { jwt } }),
      domainName: headers.host ?? "localhost",
      domainPrefix: "localhost",
      http: {
        method: request.method,
        path: request.path,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey,
      stage: "$default",
      time: clfTime(new Date(now)),
      timeEpoch: now,
    },
    ...(request.body.length > 0 && { body: request.body.toString(encoded ? "base64" : "utf8") }),
    isBase64Encoded: encoded && request.body.length > 0,
  };
}

/** As API Gateway does: without `statusCode` the result is the body of a 200. */
export function fromResult(result: unknown): Answer {
  if (!isRecord(result) || result.statusCode === undefined) return json(200, result ?? null);
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599)
    return json(500, { message: "Internal Server Error" });
  const headers: Record<string, string | string[]> = { "content-type": "text/plain; charset=utf-8" };
  if (isRecord(result.headers))
    for (const [name, value] of Object.entries(result.headers)) headers[name.toLowerCase()] = String(value);
  if (Array.isArray(result.cookies)) headers["set-cookie"] = result.cookies.map(String);
  const body = typeof result.body === "string" ? result.body : "";
  return { status, headers, body: result.isBase64Encoded === true ? Buffer.from(body, "base64") : body };
}
