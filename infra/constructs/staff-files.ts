import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { STAFF_FILE_DAYS } from "../../lib/domain/media/staff-file.ts";
import { allow } from "./allow.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { StageWide } from "./stage-wide.ts";
import { acceptWildcard } from "./wildcard.ts";

type StaffFilesProps = Pick<StageWide, "key"> & { origins: readonly string[] };

/** As the functions may: upload and open, give to a provider, erase. */
const ACTIONS = {
  keep: ["GetObject", "PutObject", "DeleteObject"],
  give: ["GetObject"],
  erase: ["DeleteObject"],
};

/**
 * What staff send from the inbox. Nobody reaches it but by links that a function has signed: docs/decisions/0031.
 */
export class StaffFiles extends Construct {
  readonly bucket: Bucket;
  /** Where its objects are. */
  readonly url: string;
  private readonly key: StaffFilesProps["key"];

  constructor(scope: Construct, id: string, { key, origins }: StaffFilesProps) {
    super(scope, id);
    this.key = key;
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: false,
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      lifecycleRules: [
        { expiration: Duration.days(STAFF_FILE_DAYS), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // From the page, with a signed link.
      cors: [
        {
          allowedOrigins: [...new Set(origins)],
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          allowedHeaders: ["content-type", "if-none-match"],
          maxAge: 3600,
        },
      ],
      // CloudFormation deletes no bucket that holds files. It empties itself.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    key?.encrypts(this.bucket);
    this.url = `https://${this.bucket.bucketRegionalDomainName}`;
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "A log of who opened which file would keep for longer what the bucket deletes after 30 days.",
    });
  }

  allow(caller: ServiceFunction, use: keyof typeof ACTIONS): void {
    const objects = this.bucket.arnForObjects("files/*");
    allow(
      caller.function,
      ACTIONS[use].map((action) => `s3:${action}`),
      objects,
    );
    acceptWildcard(caller, objects, "Each file has a random name. Nothing else is in the bucket.");
    if (use !== "erase") this.key?.allow(caller.function, use === "keep" ? "keep-file" : "give-file");
  }
}
