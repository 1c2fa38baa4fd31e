import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { VARIABLES } from "../../lib/config/deployment/variables.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { SETTINGS_FILE } from "../bundles/stage-code.ts";
import type { StageWide } from "./stage-wide.ts";

type ServiceFunctionProps = StageWide & {
  name: string;
  description: string;
  /** The folder with the bundle and its settings file. */
  code: string;
  memoryMegabytes: number;
  timeoutSeconds: number;
  /** Variables besides the settings, by the names in lib/config/deployment/variables.ts. */
  environment: Partial<Record<keyof typeof VARIABLES, string>>;
  /** Instances reserved for this function, which are also its maximum. */
  reserved?: number | undefined;
  /**
   * Callers use an alias, which may have provisioned concurrency. Without it the alias costs nothing, and
   * changing it affects no caller.
   */
  alias?: { provisioned: number | undefined };
};

/** Has its own log group and its own role, which at first may only log and trace. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  readonly target: IFunction;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.logs = new LogGroup(this, "Logs", {
      retention: props.logDays,
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...omitUndefined({ encryptionKey: props.key?.key }),
    });
    // The managed policy would allow writing to every log group of the account.
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.logs.grantWrite(role);
    this.function = new LambdaFunction(this, "Function", {
      role,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: Code.fromAsset(props.code),
      memorySize: props.memoryMegabytes,
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...omitUndefined({ reservedConcurrentExecutions: props.reserved }),
      logGroup: this.logs,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        ...named(props.environment),
        [VARIABLES.settings]: `/var/task/${SETTINGS_FILE}`,
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: props.metrics,
      },
    });
    if (props.tracing)
      Validations.of(role).acknowledge({
        id: "AwsSolutions-IAM5[Resource::*]",
        reason:
          "X-Ray's PutTraceSegments and PutTelemetryRecords know no resources; nothing else is granted on all resources.",
      });
    this.target = props.alias ? this.live(props.alias) : this.function;
  }

  /**
   * The newest version, which the library publishes when code or environment change. After a failed deploy
   * the alias points to the previous version again, which is removed only after a successful one.
   */
  private live({ provisioned }: NonNullable<ServiceFunctionProps["alias"]>): IFunction {
    // A cast: the library's class and its interface disagree on whether a missing role may be `undefined`.
    return this.function.addAlias("live", {
      ...omitUndefined({ provisionedConcurrentExecutions: provisioned }),
    }) as IFunction;
  }
}

function named(environment: ServiceFunctionProps["environment"]): Record<string, string> {
  const given = new Map(Object.entries(environment));
  return Object.fromEntries(
    Object.entries(VARIABLES).flatMap(([name, variable]) => {
      const value = given.get(name);
      return value === undefined ? [] : [[variable, value]];
    }),
  );
}
