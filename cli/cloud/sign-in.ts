import { awsClient } from "../../lib/adapters/aws/client.ts";
import { cognitoStaffDirectory } from "../../lib/adapters/cognito/staff-directory.ts";
import type { StaffDirectory } from "../../lib/application/ports/staff-directory.ts";
import type { StackOutputs } from "../../lib/config/deployment/stack-outputs.ts";
import { type Place, placeSettings } from "./clients.ts";

/** What Cognito says of the inbox's sign-in. */
export type SignInState = {
  /** Cognito's word: `ON`, `OPTIONAL`, `OFF`. */
  mfa: string;
  /** Where sign-in may return to. */
  callbackUrls: readonly string[];
};

export type SignIn = {
  staff: StaffDirectory;
  /** `undefined` if the user pool or the page's client is gone. */
  state(): Promise<SignInState | undefined>;
};

const isMissing = (error: unknown) => error instanceof Error && error.name === "ResourceNotFoundException";

/** `undefined` if the stage has no inbox. */
export function signInClient(place: Place, { UserPoolId, InboxClientId }: StackOutputs): SignIn | undefined {
  if (UserPoolId === undefined) return undefined;

  async function state(): Promise<SignInState | undefined> {
    const sdk = await import("@aws-sdk/client-cognito-identity-provider");
    const cognito = awsClient(sdk.CognitoIdentityProviderClient, "person", placeSettings(place));
    try {
      const { UserPool } = await cognito.send(new sdk.DescribeUserPoolCommand({ UserPoolId }));
      const { UserPoolClient } = await cognito.send(
        new sdk.DescribeUserPoolClientCommand({ UserPoolId, ClientId: InboxClientId }),
      );
      return {
        mfa: UserPool?.MfaConfiguration ?? "OFF",
        callbackUrls: UserPoolClient?.CallbackURLs ?? [],
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  return {
    staff: cognitoStaffDirectory({
      userPoolId: UserPoolId,
      callProfile: "person",
      config: placeSettings(place),
    }),
    state,
  };
}
