import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** Nothing yet: neither the page nor its API. */
export const createHandler =
  () =>
  async (_event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => ({
    statusCode: 404,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ error: "not-found" }),
  });
