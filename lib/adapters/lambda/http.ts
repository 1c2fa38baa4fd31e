import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type HttpRequest = APIGatewayProxyEventV2;
export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** API Gateway encodes what it does not take for text, such as Twilio's forms, as base64. */
export const rawBody = (event: HttpRequest) =>
  Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");

export const header = (event: HttpRequest, name: string) => event.headers[name];

export const reply = (
  statusCode: number,
  body = "",
  contentType = "text/plain; charset=utf-8",
): HttpResponse => ({
  statusCode,
  headers: { "content-type": contentType },
  body,
});
