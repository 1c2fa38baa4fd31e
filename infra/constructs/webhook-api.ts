import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination, PayloadFormatVersion } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

/** All that the internet can reach. */
const ROUTES = {
  "/webhooks/meta": [HttpMethod.GET, HttpMethod.POST],
  "/webhooks/twilio": [HttpMethod.POST],
  "/webhooks/twilio/status": [HttpMethod.POST],
} as const;

/** Counts and durations. No address, user agent, path or query: those can tell who somebody is. */
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

/** The public front door: three webhook paths, all handled by one function. */
export class WebhookApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: { stage: string }) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", {
      apiName: `chatsby-whatsapp-${props.stage}`,
      description: "Webhooks of Meta and Twilio",
      createDefaultStage: false,
    });
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      // Bounds what a stranger's flood can cost. Far above a business's own traffic, because Twilio does not repeat what is answered 429.
      throttle: { rateLimit: 500, burstLimit: 1000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog()),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }

  /** Sends every route to the function. */
  routeTo(handler: IFunction): void {
    const integration = new HttpLambdaIntegration("Webhook", handler, { payloadFormatVersion: PayloadFormatVersion.VERSION_2_0 });
    for (const [path, methods] of Object.entries(ROUTES)) {
      for (const route of this.api.addRoutes({ path, methods: [...methods], integration })) {
        Validations.of(route).acknowledge({
          id: "AwsSolutions-APIG4",
          reason:
            "Meta and Twilio cannot sign in: the function checks their signature over the raw bytes before anything else, and refuses without a secret.",
        });
      }
    }
  }

  /**
   * API Gateway lists every log group in one policy of the account, of at most 5120 characters; names that begin so are exempt.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   * The fixed name is also why it is never retained: a stack made anew would find it taken.
   */
  private accessLog(): LogGroup {
    return new LogGroup(this, "AccessLog", {
      logGroupName: `/aws/vendedlogs/apigateway/${Stack.of(this).stackName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
