import { describe, expect, it } from "@jest/globals";
import { Match } from "aws-cdk-lib/assertions";
import { EVERYTHING, templateOf } from "./synthesized.ts";

const template = templateOf({ ...EVERYTHING, stage: "prod" });

describe("the bucket of staff's files", () => {
  it("is reached by nobody but by signed links, and over TLS only", () => {
    template.hasResourceProperties("AWS::S3::Bucket", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      VersioningConfiguration: Match.absent(),
    });
    template.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: "Deny",
            Action: "s3:*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
            Principal: { AWS: "*" },
          }),
        ],
      },
    });
  });

  it("is encrypted: by S3, or with the business's key", () => {
    const encryptionOf = (rule: object) => ({
      BucketEncryption: { ServerSideEncryptionConfiguration: [rule] },
    });
    template.hasResourceProperties(
      "AWS::S3::Bucket",
      encryptionOf({ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }),
    );
    templateOf({ security: { customerManagedKey: true } }).hasResourceProperties(
      "AWS::S3::Bucket",
      encryptionOf({
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: {
          SSEAlgorithm: "aws:kms",
          KMSMasterKeyID: { "Fn::GetAtt": [Match.stringLikeRegexp("^EncryptionKey"), "Arn"] },
        },
      }),
    );
  });

  it("deletes everything after 30 days, and outlives the stack so long: CloudFormation deletes no files", () => {
    template.hasResourceProperties("AWS::S3::Bucket", {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Status: "Enabled" })] },
    });
    template.hasResource("AWS::S3::Bucket", {
      DeletionPolicy: "RetainExceptOnCreate",
      UpdateReplacePolicy: "Retain",
    });
  });

  it("takes uploads from the inbox's own address only", () => {
    const [api] = Object.keys(template.findResources("AWS::ApiGatewayV2::Api"));
    template.hasResourceProperties("AWS::S3::Bucket", {
      CorsConfiguration: {
        CorsRules: [
          Match.objectLike({
            AllowedMethods: ["GET", "PUT"],
            AllowedHeaders: ["content-type", "if-none-match"],
            AllowedOrigins: [{ "Fn::GetAtt": [api, "ApiEndpoint"] }],
          }),
        ],
      },
    });
    const domain = {
      name: "wa.example.org",
      certificateArn:
        "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
    };
    templateOf({ domain }).hasResourceProperties("AWS::S3::Bucket", {
      CorsConfiguration: {
        CorsRules: [
          Match.objectLike({
            AllowedOrigins: ["https://wa.example.org", { "Fn::GetAtt": [api, "ApiEndpoint"] }],
          }),
        ],
      },
    });
    templateOf({ domain: { ...domain, only: true } }).hasResourceProperties("AWS::S3::Bucket", {
      CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedOrigins: ["https://wa.example.org"] })] },
    });
  });

  it("is there only with the inbox", () => {
    expect(templateOf({ inbox: { enabled: false } }).findResources("AWS::S3::Bucket")).toEqual({});
  });
});
