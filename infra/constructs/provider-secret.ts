import { RemovalPolicy, Validations } from "aws-cdk-lib";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { providerNames } from "../../lib/providers/profiles.ts";
import { allow } from "./allow.ts";
import type { StageKey } from "./stage-key.ts";
import type { StageWide } from "./stage-wide.ts";

/**
 * Never change this, and never make it depend on settings: after any change CloudFormation generates the
 * secret again, which would erase the owner's credentials and, with a new identity key, separate every
 * conversation from its past.
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2210
 */
const GENERATED = {
  // No credentials yet: until the owner adds them, reading the secret fails and every webhook is refused.
  secretStringTemplate: "{}",
  generateStringKey: "identityKey",
  // 44 letters and digits: a little more than 256 bits.
  passwordLength: 44,
  excludePunctuation: true,
} as const;

/** Starts with only a random identity key; the owner adds the credentials of providers and agent. */
export class ProviderSecret extends Construct {
  readonly secret: Secret;
  private readonly key: StageKey | undefined;

  constructor(scope: Construct, id: string, props: StageWide & { stage: string }) {
    super(scope, id);
    this.key = props.key;
    this.secret = new Secret(this, "Secret", {
      description: `Chatsby on WhatsApp (${props.stage}): credentials of ${providerNames("Chatsby")}. Keep identityKey as it is.`,
      generateSecretString: GENERATED,
      // Beside GENERATED, not in it: CloudFormation changes a secret's key in place and keeps its value.
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
      ...omitUndefined({ encryptionKey: props.key?.key }),
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.key?.encrypts(this.secret);
    Validations.of(this.secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: `${providerNames("Chatsby")} issue these credentials to a person; none can be rotated by a function. Two are valid while a person rotates.`,
    });
  }

  allowRead(grantee: IGrantable): void {
    allow(grantee, ["secretsmanager:GetSecretValue"], this.secret.secretArn);
    this.key?.allow(grantee, "read-secret");
  }
}
