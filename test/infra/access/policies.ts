import { isRecord } from "../../../lib/domain/is-record.ts";
import { type DeployedResources, type Properties, withoutHash } from "./deployed-resources.ts";

type Statement = Readonly<Record<string, unknown>> & { Sid: string; Effect: "Allow" | "Deny" };
export type PolicyDocument = { Version: "2012-10-17"; Statement: readonly Statement[] };

/** All policies of a deployed stack. */
export type Policies = {
  /** Of the role with this logical id. */
  ofRole(id: string): PolicyDocument;
  /** Who may assume the role. */
  trustOf(roleId: string): PolicyDocument;
  /** For staff: the business attaches it. */
  managed(id: string): PolicyDocument;
  /** Of the resource with this ARN, if it has one. */
  ofResource(arn: string): PolicyDocument | undefined;
  /** The statement with this id, in words. */
  describe(sid: string): string;
};

/** Policies of other types, or elsewhere, would be overlooked here. */
const READ = [
  "AWS::IAM::Policy",
  "AWS::IAM::ManagedPolicy",
  "AWS::S3::BucketPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::SNS::TopicPolicy",
  "AWS::Lambda::Permission",
];
const LISTS = ["Action", "Resource"] as const;

export function policiesOf(deployed: DeployedResources): Policies {
  const overlooked = deployed
    .types()
    .filter((type) => /Policy$|Permission$/.test(type) && !READ.includes(type));
  if (overlooked.length > 0) throw new Error(`Policies that are not read here: ${overlooked}`);
  for (const { id, properties } of deployed.ofType("AWS::IAM::Role"))
    if (properties.ManagedPolicyArns || properties.Policies || properties.PermissionsBoundary)
      throw new Error(`${id} has policies beside those that are read here.`);

  const described = new Map<string, string>();

  function single(statement: Properties): Statement {
    const Sid = `s${described.size}`;
    const { Effect, Action, Resource, Principal, Condition } = statement;
    if (Effect !== "Allow" && Effect !== "Deny")
      throw new Error(`A statement has the effect ${JSON.stringify(Effect)}.`);
    const suffix = Condition === undefined ? "" : ` if ${JSON.stringify(Condition)}`;
    const who = Principal === undefined ? "" : ` to ${JSON.stringify(Principal)}`;
    described.set(Sid, `${Effect} ${Action} on ${Resource ?? "itself"}${who}${suffix}`);
    return { ...statement, Sid, Effect };
  }

  /** One statement for each action on each resource: a needless one shows. */
  function split(statement: unknown): Statement[] {
    if (!isRecord(statement)) throw new Error(`${JSON.stringify(statement)} is no statement.`);
    let found: Properties[] = [statement];
    for (const list of LISTS)
      found = found.flatMap((each) =>
        Array.isArray(each[list]) ? each[list].map((value: unknown) => ({ ...each, [list]: value })) : [each],
      );
    return found.map(single);
  }

  const document = (...documents: unknown[]): PolicyDocument => ({
    Version: "2012-10-17",
    Statement: documents
      .map(deployed.resolve)
      .flatMap((each) => (isRecord(each) ? [each.Statement].flat() : []))
      .flatMap(split),
  });

  /** Made once per resource: statements keep their ids. */
  const resourcePolicies = new Map<string, PolicyDocument>();
  const add = (arn: string, ...documents: unknown[]) => {
    const before = resourcePolicies.get(arn)?.Statement ?? [];
    resourcePolicies.set(arn, {
      Version: "2012-10-17",
      Statement: [...before, ...document(...documents).Statement],
    });
  };
  const idsOf = (references: unknown) =>
    [references].flat().flatMap((each) => (isRecord(each) && typeof each.Ref === "string" ? [each.Ref] : []));
  for (const { id, properties } of deployed.ofType("AWS::KMS::Key"))
    add(deployed.arnOf(id), properties.KeyPolicy);
  for (const { properties } of deployed.ofType("AWS::SQS::QueuePolicy"))
    for (const id of idsOf(properties.Queues)) add(deployed.arnOf(id), properties.PolicyDocument);
  for (const { properties } of deployed.ofType("AWS::S3::BucketPolicy"))
    for (const id of idsOf(properties.Bucket)) add(deployed.arnOf(id), properties.PolicyDocument);
  for (const { properties } of deployed.ofType("AWS::SNS::TopicPolicy"))
    for (const id of idsOf(properties.Topics)) add(deployed.arnOf(id), properties.PolicyDocument);
  for (const { properties } of deployed.ofType("AWS::Lambda::Permission"))
    add(deployed.text(properties.FunctionName), asPolicy(properties));

  const roles = new Map(
    deployed.ofType("AWS::IAM::Role").map(({ id, properties }) => {
      const attached = deployed
        .ofType("AWS::IAM::Policy")
        .filter(({ properties: { Roles } }) => idsOf(Roles).includes(id));
      const identity = document(...attached.map(({ properties: { PolicyDocument } }) => PolicyDocument));
      return [id, { identity, trust: document(properties.AssumeRolePolicyDocument) }];
    }),
  );
  const roleOf = (id: string) => {
    const found = roles.get(id);
    if (!found) throw new Error(`There is no role ${id}.`);
    return found;
  };
  return {
    ofRole: (id) => roleOf(id).identity,
    trustOf: (id) => roleOf(id).trust,
    managed: (id) => document(deployed.propertiesOf(id).PolicyDocument),
    // A bucket's policy is also that of its objects.
    ofResource: (arn) =>
      resourcePolicies.get(arn.startsWith("arn:aws:s3:") ? (arn.split("/")[0] ?? arn) : arn),
    describe: (sid) => described.get(sid) ?? sid,
  };
}

/** As Lambda keeps it. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function asPolicy({ Action, FunctionName, Principal, SourceArn, SourceAccount, ...others }: Properties) {
  const strange = Object.keys(others);
  if (strange.length > 0) throw new Error(`A permission has ${strange}.`);
  const Condition = {
    ...(SourceArn !== undefined && { ArnLike: { "AWS:SourceArn": SourceArn } }),
    ...(SourceAccount !== undefined && { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
  };
  return {
    Statement: [
      { Effect: "Allow", Action, Resource: FunctionName, Principal: { Service: Principal }, Condition },
    ],
  };
}

/** The only resource of a type whose logical id begins like that. */
export function idOf(deployed: DeployedResources, type: string, name: string): string {
  const [found, ...others] = deployed.ofType(type).filter(({ id }) => withoutHash(id) === name);
  if (!found || others.length > 0) throw new Error(`The template has not one ${name} (${type}).`);
  return found.id;
}
