import type { Template } from "aws-cdk-lib/assertions";

/** An action on a resource, both as ARNs and with the wildcards of IAM. */
export type Grant = { effect: "Allow" | "Deny"; action: string; resource: string; passedTo?: string };
type Wanted = { action: string; resource: string; passedTo?: string };
type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown; Sid?: string };
type Resource = { Type: string; Properties: Record<string, unknown> };

/** What a template's references stand for: the ARN of a resource of this type by its logical id, without the hash. */
export type Arns = (type: string, id: string) => string | undefined;

const PSEUDO: Readonly<Record<string, string>> = { "AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "000000000000" };
/** Types whose `Ref` is their ARN. */
const REF_IS_ARN = ["AWS::SecretsManager::Secret", "AWS::SNS::Topic"];
const KNOWN = ["Effect", "Action", "Resource", "Condition", "Sid"];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The policies of a template's roles, with every reference resolved. Throws for what it does not understand, rather than judge it wrongly. */
export function policiesOf(template: Template, arns: Arns) {
  const resources: Record<string, Resource> = template.toJSON().Resources;

  function arnOf(logicalId: unknown, asRef: boolean): string {
    const { Type = "" } = resources[String(logicalId)] ?? {};
    const arn = arns(Type, String(logicalId).replace(/[0-9A-F]{8}$/, ""));
    if (arn === undefined || (asRef && !REF_IS_ARN.includes(Type))) throw new Error(`what is the ARN of ${logicalId} (${Type})?`);
    return arn;
  }

  function resolved(value: unknown): string {
    if (typeof value === "string") return value;
    const [[kind, inner] = []] = isRecord(value) ? Object.entries(value) : [];
    if (kind === "Ref" && typeof inner === "string") return PSEUDO[inner] ?? arnOf(inner, true);
    if (kind === "Fn::GetAtt" && Array.isArray(inner) && inner[1] === "Arn") return arnOf(inner[0], false);
    if (kind === "Fn::Join" && Array.isArray(inner) && inner[0] === "" && Array.isArray(inner[1])) return inner[1].map(resolved).join("");
    throw new Error(`a policy names a resource by ${JSON.stringify(value)}`);
  }

  function passedToOf(condition: unknown): { passedTo?: string } {
    if (condition === undefined) return {};
    const [, service] = /^\{"StringEquals":\{"iam:PassedToService":"([^"]+)"\}\}$/.exec(JSON.stringify(condition)) ?? [];
    if (service === undefined) throw new Error(`a policy has the condition ${JSON.stringify(condition)}`);
    return { passedTo: service };
  }

  function grantsOf(statement: Statement): Grant[] {
    const { Effect: effect, Action, Resource, Condition } = statement;
    const strange = Object.keys(statement).filter((key) => !KNOWN.includes(key));
    if (strange.length > 0 || (effect !== "Allow" && effect !== "Deny")) throw new Error(`a statement has ${strange} and ${effect}`);
    const places = [Resource].flat().map(resolved);
    return [Action].flat().flatMap((action) => places.map((resource) => ({ effect, action, resource, ...passedToOf(Condition) })));
  }

  /** All that a function's role may do, by the name of the function's folder. */
  return function grantsOfFunction(name: string): Grant[] {
    const isIt = ({ Type, Properties }: Resource) =>
      Type === "AWS::Lambda::Function" && JSON.stringify(Properties.Environment).includes(`"POWERTOOLS_SERVICE_NAME":"${name}"`);
    const [found, ...others] = Object.values(resources).filter(isIt);
    const [, role] = /^\{"Fn::GetAtt":\["(\w+)","Arn"\]\}$/.exec(JSON.stringify(found?.Properties.Role)) ?? [];
    const { Properties = {} } = resources[role ?? ""] ?? {};
    if (!role || others.length > 0 || Properties.ManagedPolicyArns || Properties.Policies)
      throw new Error(`${name} has no role of its own, or one with policies beside those that are read here`);
    return Object.values(resources)
      .filter(({ Type, Properties: { Roles } }) => Type === "AWS::IAM::Policy" && JSON.stringify(Roles).includes(`{"Ref":"${role}"}`))
      .flatMap(({ Properties: { PolicyDocument } }) => (isRecord(PolicyDocument) ? [PolicyDocument.Statement].flat() : []))
      .flatMap((statement) => grantsOf(statement as Statement));
  };
}

/** `*` stands for any characters, `?` for one; the rest is literal. Actions do not care for case, ARNs do. */
const matches = (pattern: string, value: string, flags = "") =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    flags,
  ).test(value);

export const covers = (grant: Grant, { action, resource, passedTo }: Wanted): boolean =>
  matches(grant.action, action, "i") && matches(grant.resource, resource) && (grant.passedTo === undefined || grant.passedTo === passedTo);

/** As IAM decides within one account, without policies of resources: a denial wins, and what nobody allows is denied. */
export const allows = (grants: readonly Grant[], wanted: Wanted): boolean =>
  grants.some((grant) => grant.effect === "Allow" && covers(grant, wanted)) &&
  !grants.some((grant) => grant.effect === "Deny" && covers(grant, wanted));
