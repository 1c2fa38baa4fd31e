import type { SignedRequest } from "../../functions/operator/handler.ts";

export const STAFF = "arn:aws:sts::123456789012:assumed-role/Support/dana";

/** As API Gateway passes it on after verifying the signature. */
export function operatorEvent(
  call: string,
  body?: unknown,
  change: { by?: string | undefined; raw?: string; query?: Record<string, string> } = {},
): SignedRequest {
  const [method = "", path = ""] = call.split(" ");
  const by = "by" in change ? change.by : STAFF;
  return {
    version: "2.0",
    routeKey: "ANY /conversations/{proxy+}",
    rawPath: path,
    rawQueryString: new URLSearchParams(change.query).toString(),
    headers: { "content-type": "application/json" },
    ...(change.query && { queryStringParameters: change.query }),
    requestContext: {
      accountId: "123456789012",
      apiId: "abc",
      domainName: "abc.execute-api.eu-central-1.amazonaws.com",
      domainPrefix: "abc",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "r",
      routeKey: "ANY /conversations/{proxy+}",
      stage: "$default",
      time: "",
      timeEpoch: 0,
      ...(by !== undefined && { authorizer: { iam: { userArn: by } } }),
    },
    body: change.raw ?? (body === undefined ? "" : JSON.stringify(body)),
    isBase64Encoded: false,
  };
}
