import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import type { IGrantable } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { allow } from "./allow.ts";
import type { StageKey } from "./stage-key.ts";
import type { StageWide } from "./stage-wide.ts";

const PENDING_INDEX = "pending";

type ItemAction = "BatchGetItem" | "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem";

const READING: ReadonlySet<ItemAction> = new Set(["BatchGetItem", "GetItem"]);

/** Messages, state, turns and deliveries in one partition per conversation, and the lists of them. */
export class MessageTable extends Construct {
  readonly table: Table;
  private readonly key: StageKey | undefined;

  constructor(scope: Construct, id: string, props: StageWide) {
    super(scope, id);
    this.key = props.key;
    this.table = new Table(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...(props.key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: props.key.key }
        : { encryption: TableEncryption.AWS_MANAGED }),
      timeToLiveAttribute: "expiresAt",
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A failed first deploy deletes the table, which deletion protection would prevent.
      deletionProtection: props.keepsData && !props.firstDeploy,
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.key?.encrypts(this.table);
    // Local, not global: only a local index supports strongly consistent reads, and a wake-up must see its
    // message. Sparse: answered messages lose `pendingAt` and leave the index.
    this.table.addLocalSecondaryIndex({
      indexName: PENDING_INDEX,
      sortKey: { name: "pendingAt", type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }

  /** Single items, never a query or scan. */
  allowItems(grantee: IGrantable, ...actions: readonly ItemAction[]): void {
    allow(
      grantee,
      actions.map((action) => `dynamodb:${action}`),
      this.table.tableArn,
    );
    this.key?.allow(grantee, actions.every((action) => READING.has(action)) ? "read-table" : "write-table");
  }

  /** Whole partitions, for example a transcript. */
  allowQuery(grantee: IGrantable): void {
    allow(grantee, ["dynamodb:Query"], this.table.tableArn);
    this.key?.allow(grantee, "read-table");
  }

  allowPending(grantee: IGrantable): void {
    allow(grantee, ["dynamodb:Query"], `${this.table.tableArn}/index/${PENDING_INDEX}`);
    this.key?.allow(grantee, "read-table");
  }
}
