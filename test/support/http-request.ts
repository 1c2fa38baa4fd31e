import type { HttpRequest } from "../../lib/adapters/lambda/http.ts";

type Call = {
  path: string;
  query?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  base64?: boolean;
};

/** As API Gateway passes it on. */
export function httpRequest({
  path,
  query = "",
  method = "POST",
  headers = {},
  body = "",
  base64 = false,
}: Call): HttpRequest {
  const http = { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" };
  const nobody = {
    accountId: "",
    apiId: "",
    domainName: "",
    domainPrefix: "",
    requestId: "",
    stage: "$default",
    time: "",
    timeEpoch: 0,
  };
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers,
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    requestContext: { ...nobody, http, routeKey: `${method} ${path}` },
    body: base64 ? Buffer.from(body).toString("base64") : body.toString(),
    isBase64Encoded: base64,
  };
}
