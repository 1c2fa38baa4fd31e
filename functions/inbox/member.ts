import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from "aws-lambda";
import type { Member } from "./caller.ts";

export type InboxRequest = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & {
    authorizer?: { jwt?: { claims?: Readonly<Record<string, unknown>> } };
  }
>;

/**
 * The member of staff whose access token API Gateway has checked. `undefined` without one; "not-staff" for a user of the
 * pool in neither group.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function memberOf(event: InboxRequest): Member | "not-staff" | undefined {
  const { username, "cognito:groups": groups } = event.requestContext.authorizer?.jwt?.claims ?? {};
  if (typeof username !== "string" || username === "") return undefined;
  // API Gateway writes a list as "[admin staff]". A group's name may hold any character but a space.
  const names = String(groups ?? "")
    .replace(/^\[|\]$/g, "")
    .split(" ");
  const admin = names.includes("admin");
  return admin || names.includes("staff") ? { user: username, admin } : "not-staff";
}
