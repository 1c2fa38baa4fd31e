import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** Nothing yet: an empty page, and no API. */
export const createHandler =
  () =>
  async ({ routeKey }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
    routeKey === "GET /inbox"
      ? { statusCode: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<!doctype html>" }
      : { statusCode: 404, headers: { "content-type": "application/json" }, body: '{"error":"not-found"}' };
