import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { REGION } from "../../local/aws/services.ts";
import { localTemplate } from "../../local/template/local-template.ts";
import { queueName } from "../../local/template/names.ts";
import { ACCOUNT } from "../../local/template/physical.ts";
import { synthesizedStack } from "../../local/template/synthesize.ts";

const HAVE_ARN = [
  "AWS::Cognito::UserPool",
  "AWS::DynamoDB::Table",
  "AWS::SQS::Queue",
  "AWS::Events::EventBus",
  "AWS::IAM::Role",
  "AWS::S3::Bucket",
];
const ARE_ARN = ["AWS::SecretsManager::Secret", "AWS::SNS::Topic"];

/** Of the local stack's counterparts, by logical id without the hash. */
export async function localArns(file: SettingsFile): Promise<Readonly<Record<string, string>>> {
  const stack = await synthesizedStack(completeSettings(file, "the settings"));
  const queue = (id: string) => {
    const name = queueName(id, stack.template.Resources[id]?.Properties?.FifoQueue === true);
    return { name, url: `http://localhost/${name}`, arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` };
  };
  const template = localTemplate(stack, {
    region: REGION,
    apiUrl: () => "http://localhost",
    signInUrl: () => "http://localhost",
    queue,
  });
  const found = [
    ...HAVE_ARN.flatMap((type) => template.resources(type).map(({ id, arn }) => [id, arn()] as const)),
    ...ARE_ARN.flatMap((type) => template.resources(type).map(({ id, ref }) => [id, ref()] as const)),
  ];
  return Object.fromEntries(found.map(([id, arn]) => [id.replace(/[0-9A-F]{8}$/, ""), arn]));
}
