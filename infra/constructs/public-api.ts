import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination, PayloadFormatVersion } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpIamAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { ServiceFunction } from "./service-function.ts";

const { GET, POST } = HttpMethod;

/** All that the internet can reach, by who is meant to call it. */
const ROUTES = {
  webhooks: { "/webhooks/meta": [GET, POST], "/webhooks/twilio": [POST], "/webhooks/twilio/status": [POST] },
  actions: { "/agent-actions/escalate": [POST], "/agent-actions/lead": [POST] },
  conversations: { "/conversations/{proxy+}": [GET, POST] },
} as const;

/** Why API Gateway itself lets everybody through to a function, where it does. */
const CHECKED_BY_FUNCTION = {
  webhooks:
    "Meta and Twilio cannot sign in: the function checks their signature over the raw bytes before anything else, and refuses without a secret.",
  actions:
    "Chatsby cannot sign requests for AWS: the function compares its bearer token in constant time before anything else, and refuses without a configured one.",
};

/** Counts and durations. No address, user agent, caller, path or query: those can tell who somebody is. */
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

/** The public front door. */
export class PublicApi extends Construct {
  readonly api: HttpApi;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: { stage: string }) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", {
      apiName: `chatsby-whatsapp-${props.stage}`,
      description: "Webhooks of Meta and Twilio, actions of the agent, staff",
      createDefaultStage: false,
    });
    this.accessLog = this.makeAccessLog();
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      // Bounds what a stranger's flood can cost. Far above a business's own traffic, because Twilio does not repeat what is answered 429.
      throttle: { rateLimit: 500, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }

  routeWebhooks(handler: ServiceFunction): void {
    this.route("webhooks", handler);
  }

  /** What the agent does by custom actions. */
  routeActions(handler: ServiceFunction): void {
    this.route("actions", handler);
  }

  /** What staff do. Callers sign with AWS credentials, and their own policies must allow it. */
  routeConversations(handler: ServiceFunction): void {
    this.route("conversations", handler);
  }

  private route(callers: keyof typeof ROUTES, { function: handler }: ServiceFunction): void {
    const integration = new HttpLambdaIntegration(callers, handler, { payloadFormatVersion: PayloadFormatVersion.VERSION_2_0 });
    const guard = callers === "conversations" ? { authorizer: new HttpIamAuthorizer() } : undefined;
    for (const [path, methods] of Object.entries(ROUTES[callers])) {
      for (const route of this.api.addRoutes({ path, methods: [...methods], integration, ...guard })) {
        if (callers !== "conversations")
          Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason: CHECKED_BY_FUNCTION[callers] });
      }
    }
  }

  /**
   * API Gateway lists every log group in one policy of the account, of at most 5120 characters; names that begin so are exempt.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   * The fixed name is also why it is never retained: a stack made anew would find it taken.
   */
  private makeAccessLog(): LogGroup {
    return new LogGroup(this, "AccessLog", {
      logGroupName: `/aws/vendedlogs/apigateway/${Stack.of(this).stackName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
