import { Aws, Duration, Fn, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPool,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  PasskeyUserVerification,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolDomain,
} from "aws-cdk-lib/aws-cognito";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import {
  ACCESS_TOKEN_MINUTES,
  INBOX_SCOPE,
  inboxUrl,
  REFRESH_RETRY_SECONDS,
  REFRESH_TOKEN_HOURS,
  RESOURCE_SERVER,
  STAFF_GROUPS,
  USE_SCOPE,
} from "../../lib/config/deployment/sign-in.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { allow } from "./allow.ts";
import { invitation } from "./invitation.ts";
import type { PublicApi } from "./public-api.ts";
import type { StageWide } from "./stage-wide.ts";

type InboxSignInProps = Pick<StageWide, "keepsData" | "firstDeploy"> & {
  stage: string;
  mfa: Settings["inbox"]["mfa"];
  api: PublicApi;
};

const SECOND_FACTOR = { required: Mfa.REQUIRED, optional: Mfa.OPTIONAL, off: Mfa.OFF } as const;

/** By an admin of the inbox. */
const STAFF_ACTIONS = [
  "AdminAddUserToGroup",
  "AdminCreateUser",
  "AdminDeleteUser",
  "AdminListGroupsForUser",
  "AdminUserGlobalSignOut",
  "ListUsers",
  "ListUsersInGroup",
];

/** docs/decisions/0026 */
export class InboxSignIn extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** Without a trailing slash. */
  readonly url: string;
  readonly inboxUrl: string;

  constructor(scope: Construct, id: string, { stage, mfa, api, ...wide }: InboxSignInProps) {
    super(scope, id);
    this.inboxUrl = inboxUrl(api.publicUrl);
    this.pool = this.makePool(stage, mfa, wide);
    for (const groupName of Object.values(STAFF_GROUPS)) this.pool.addGroup(groupName, { groupName });
    const domain = this.pool.addDomain("Domain", {
      cognitoDomain: { domainPrefix: domainPrefix(stage) },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.url = domain.baseUrl();
    this.client = this.makeClient([...new Set([this.inboxUrl, inboxUrl(api.url)])], domain);
  }

  allowStaffing(grantee: IGrantable): void {
    allow(
      grantee,
      STAFF_ACTIONS.map((action) => `cognito-idp:${action}`),
      this.pool.userPoolArn,
    );
  }

  private makePool(
    stage: string,
    mfa: Settings["inbox"]["mfa"],
    { keepsData, firstDeploy }: Pick<StageWide, "keepsData" | "firstDeploy">,
  ): UserPool {
    const pool = new UserPool(this, "Pool", {
      userPoolName: `chatsby-whatsapp-${stage}`,
      // The lowest plan with passkeys and the current sign-in pages.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      // These three cannot be changed later.
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      autoVerify: { email: true },
      keepOriginal: { email: true },
      mfa: SECOND_FACTOR[mfa],
      ...(mfa !== "off" && { mfaSecondFactor: { otp: true, sms: false } }),
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      userInvitation: invitation(this.inboxUrl),
      // A failed first deploy deletes the pool, which deletion protection would prevent.
      deletionProtection: keepsData && !firstDeploy,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    // A passkey that asks for a finger, face or PIN is two factors. The library has no name for this yet.
    const resource = pool.node.defaultChild;
    if (resource instanceof CfnUserPool && mfa !== "off")
      resource.webAuthnFactorConfiguration = "MULTI_FACTOR_WITH_USER_VERIFICATION";
    Validations.of(pool).acknowledge({
      id: "AwsSolutions-COG8",
      reason:
        "The Plus plan costs 0.02 USD a user and month without a free tier. Only invited staff sign in, with a second factor by default, and Cognito throttles attempts on every plan.",
    });
    if (mfa !== "required")
      Validations.of(pool).acknowledge({
        id: "AwsSolutions-COG2",
        reason: `The owner chose it: inbox.mfa is "${mfa}" in the settings, and the default is "required".`,
      });
    return pool;
  }

  /** It can keep no secret, so it proves by PKCE that a code is its own. */
  private makeClient(addresses: string[], domain: UserPoolDomain): UserPoolClient {
    const server = this.pool.addResourceServer("Api", {
      identifier: RESOURCE_SERVER,
      scopes: [new ResourceServerScope({ scopeName: USE_SCOPE, scopeDescription: "Use the inbox" })],
    });
    const client = this.pool.addClient("Page", {
      generateSecret: false,
      // The sign-in pages offer passkeys only to clients with this flow, whose own tokens lack the inbox's
      // scope.
      authFlows: { user: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: false, clientCredentials: false },
        scopes: [OAuthScope.custom(INBOX_SCOPE)],
        callbackUrls: addresses,
        logoutUrls: addresses,
      },
      accessTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      idTokenValidity: Duration.minutes(ACCESS_TOKEN_MINUTES),
      refreshTokenValidity: Duration.hours(REFRESH_TOKEN_HOURS),
      refreshTokenRotationGracePeriod: Duration.seconds(REFRESH_RETRY_SECONDS),
      // At the first sign-in people install an authenticator meanwhile.
      authSessionValidity: Duration.minutes(15),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    client.node.addDependency(server);
    const branding = new CfnManagedLoginBranding(this, "Branding", {
      userPoolId: this.pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    branding.node.addDependency(domain);
    return client;
  }
}

/** Cognito takes none of these in a domain. */
const RESERVED = /aws|amazon|cognito/g;

/**
 * Unique in the region, by all accounts, through the stack's own id, which reveals nothing of the account. At
 * most 63 characters.
 */
function domainPrefix(stage: string): string {
  const name = stage.replace(RESERVED, "x").replace(/-+$/, "");
  const unique = Fn.select(0, Fn.split("-", Fn.select(2, Fn.split("/", Aws.STACK_ID))));
  return `chatsby-whatsapp-${name}-${unique}`;
}
