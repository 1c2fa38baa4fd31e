import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type AddRoutesOptions,
  CfnIntegration,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer, HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct, type IConstruct } from "constructs";
import { INBOX_SCOPE } from "../../lib/config/deployment/sign-in.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { PROFILES, providerNames } from "../../lib/providers/profiles.ts";
import { OwnDomain } from "./own-domain.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { StageWide } from "./stage-wide.ts";

/** Everything reachable from the internet, by caller. */
const ROUTES: Readonly<
  Record<
    "webhooks" | "actions" | "conversations" | "inbox-page" | "inbox-api",
    Readonly<Record<string, readonly (keyof typeof HttpMethod)[]>>
  >
> = {
  webhooks: Object.fromEntries(Object.values(PROFILES).flatMap(({ paths }) => Object.entries(paths))),
  actions: { "/agent-actions/escalate": ["POST"], "/agent-actions/lead": ["POST"] },
  conversations: { "/conversations/{proxy+}": ["GET", "POST", "PUT"] },
  "inbox-page": { "/inbox": ["GET"], "/inbox/{proxy+}": ["GET"] },
  "inbox-api": { "/inbox/api/{proxy+}": ["GET", "POST"] },
};

/** Routes that API Gateway lets everybody call, and why. */
const OPEN: Partial<Record<keyof typeof ROUTES, string>> = {
  webhooks: `${providerNames()} cannot sign in: the function checks their signature over the raw bytes before anything else, and refuses without a secret.`,
  actions:
    "Chatsby cannot sign requests for AWS: the function compares its bearer token in constant time before anything else, and refuses without a configured one.",
  "inbox-page":
    "The page and its files are the same for everybody and hold nothing of anybody; a browser must load them before it can sign in. All data comes from the API below, which needs a token.",
};

/** No address, user agent, caller, path or query: these can identify a person. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationError: "$context.integrationErrorMessage",
  error: "$context.error.message",
};

type PublicApiProps = StageWide & { stage: string; settings: Pick<Settings, "capacity" | "domain"> };

export class PublicApi extends Construct {
  readonly api: HttpApi;
  readonly accessLog: LogGroup;
  /**
   * For staff and the agent's actions. AWS's own address while it is enabled: a proxy in front of a domain
   * may break signatures.
   */
  readonly url: string;
  /** For providers, unless the settings name another. */
  readonly publicUrl: string;
  /** The domain's DNS record must lead there, if the stack does not create it. */
  readonly recordTarget: string | undefined;

  constructor(scope: Construct, id: string, { stage, settings, ...wide }: PublicApiProps) {
    super(scope, id);
    const { capacity, domain } = settings;
    this.api = new HttpApi(this, "Api", {
      apiName: `chatsby-whatsapp-${stage}`,
      description: `Webhooks of ${providerNames()}, actions of the agent, staff`,
      createDefaultStage: false,
      ...(domain?.only && { disableExecuteApiEndpoint: true }),
    });
    this.accessLog = this.makeAccessLog(wide);
    const own = domain && new OwnDomain(this, "Domain", domain);
    this.publicUrl = domain ? `https://${domain.name}` : this.api.apiEndpoint;
    this.url = domain?.only ? this.publicUrl : this.api.apiEndpoint;
    this.recordTarget = domain?.hostedZone ? undefined : own?.domain.regionalDomainName;
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      // Limits the cost of a flood. Far above normal traffic, because Twilio does not repeat a request
      // answered with 429.
      throttle: { rateLimit: capacity.requestsPerSecond, burstLimit: capacity.requestsPerSecond * 2 },
      ...(own && { domainMapping: { domainName: own.domain } }),
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        // A number, so that it can be compared. Every request has it.
        format: AccessLogFormat.custom(
          JSON.stringify(ACCESS_LOG).replace('"$context.responseLatency"', "$context.responseLatency"),
        ),
      },
    });
  }

  routeWebhooks(handler: ServiceFunction): void {
    this.route("webhooks", handler);
  }

  routeActions(handler: ServiceFunction): void {
    this.route("actions", handler);
  }

  /** Callers sign with AWS credentials, and their policies must allow the call. */
  routeConversations(handler: ServiceFunction): void {
    this.route("conversations", handler, { authorizer: new HttpIamAuthorizer() });
  }

  /** The routes of the inbox: its page for everybody, its API for access tokens of this client with the scope. */
  routeInbox(handler: ServiceFunction, { issuer, clientId }: { issuer: string; clientId: string }): void {
    this.route("inbox-page", handler);
    // Cognito's access tokens have no `aud`; API Gateway compares `client_id` then.
    const authorizer = new HttpJwtAuthorizer("Staff", issuer, { jwtAudience: [clientId] });
    this.route("inbox-api", handler, { authorizer, authorizationScopes: [INBOX_SCOPE] });
  }

  private route(
    callers: keyof typeof ROUTES,
    { target: handler }: ServiceFunction,
    guard?: Pick<AddRoutesOptions, "authorizer" | "authorizationScopes">,
  ): void {
    const integration = new HttpLambdaIntegration(callers, handler, {
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    });
    const routes = Object.entries(ROUTES[callers]).flatMap(([path, methods]) =>
      this.api.addRoutes({
        path,
        methods: methods.map((method) => HttpMethod[method]),
        integration,
        ...guard,
      }),
    );
    permitFirst(routes);
    const reason = OPEN[callers];
    if (reason === undefined) return;
    for (const route of routes) Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason });
  }

  /**
   * API Gateway lists every log group in one policy of the account with at most 5120 characters; names with
   * this prefix are exempt.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   * Never retained: a new stack would find the fixed name taken.
   */
  private makeAccessLog({ logDays, key }: StageWide): LogGroup {
    return new LogGroup(this, "AccessLog", {
      logGroupName: `/aws/vendedlogs/apigateway/${Stack.of(this).stackName}`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
      ...omitUndefined({ encryptionKey: key?.key }),
    });
  }
}

/**
 * When a deploy moves an integration, the API may call the new target before the move. CloudFormation removes
 * the old permission last of all.
 */
function permitFirst(routes: readonly IConstruct[]): void {
  const parts = routes.flatMap((route) => route.node.findAll());
  const permissions = parts.filter(CfnPermission.isCfnPermission);
  for (const integration of parts.filter(CfnIntegration.isCfnIntegration))
    integration.node.addDependency(...permissions);
}
