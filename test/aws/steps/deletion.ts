import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import { expectEnd, expectEqual, expectThat } from "../check.ts";
import { STAGE, type Step, type World } from "../world.ts";

const DESTROY = ["destroy", "--force", "-c", `stage=${STAGE}`];
const DEPLOY = ["deploy", "-c", `stage=${STAGE}`, "--require-approval", "never"];
/** By docs/configuration.md, with `keepData`. */
const KEPT =
  /^AWS::(DynamoDB::Table|SQS::Queue|SecretsManager::Secret|Logs::LogGroup|KMS::Key|Cognito::UserPool|S3::Bucket)$/;

async function tableIsThere({ client }: World["emulator"], TableName: string): Promise<boolean> {
  try {
    await awsClient(DynamoDBClient, "person", client).send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

export const deletion: readonly Step[] = [
  {
    title: "a stage that keeps its data cannot be destroyed by mistake",
    async run({ project, stack }) {
      const before = await stack.status();
      const { code } = await project.cdk(...DESTROY);
      expectThat("cdk destroy is refused", code !== 0);
      expectEqual("the stack's status", await stack.status(), before);
    },
  },
  {
    title: "destroyed on purpose it leaves table, queues, secret, logs, key, staff and their files",
    async run({ project, stack, emulator }) {
      const [id, resources, { TableName = "" }] = [
        await stack.id(),
        await stack.resources(),
        await stack.outputs(),
      ];
      await stack.unprotect();
      expectEnd("cdk destroy", await project.cdk(...DESTROY), 0);
      const left = await stack.skipped(id);
      const types = new Set(
        resources.filter(({ logicalId }) => left.includes(logicalId)).map(({ type }) => type),
      );
      expectThat(
        "only what holds data is left",
        [...types].every((type) => KEPT.test(type)),
        [...types],
      );
      expectEqual("the number of types that are left", types.size, 7);
      expectThat("the table is there", await tableIsThere(emulator, TableName));
    },
  },
  {
    title: "the stage can be deployed again beside what the deleted one left",
    async run({ project, stack }) {
      expectEnd("cdk deploy", await project.cdk(...DEPLOY), 0);
      expectEqual("the stack's status", await stack.status(), "CREATE_COMPLETE");
    },
  },
  {
    title: "with keepData switched off only the bucket of staff's files is left, which empties itself",
    async run({ project, stack, emulator }) {
      await project.settings.write({ ...(await project.settings.read()), keepData: false });
      expectEnd("cdk deploy", await project.cdk(...DEPLOY), 0);
      const [id, resources, { TableName = "" }] = [
        await stack.id(),
        await stack.resources(),
        await stack.outputs(),
      ];
      expectEnd("cdk destroy", await project.cdk(...DESTROY), 0);
      const left = await stack.skipped(id);
      expectEqual(
        "the types of the resources that are left",
        resources.filter(({ logicalId }) => left.includes(logicalId)).map(({ type }) => type),
        ["AWS::S3::Bucket"],
      );
      expectThat("the table is gone", !(await tableIsThere(emulator, TableName)));
    },
  },
];
