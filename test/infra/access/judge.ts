import { runSimulation, type SimulationResourceResult } from "@cloud-copilot/iam-simulate";
import { ACCOUNT } from "./deployed-resources.ts";
import type { PolicyDocument } from "./policies.ts";

/** In IAM's terms. */
export type AwsRequest = {
  action: string;
  resource: string;
  /** By condition key. */
  context?: Readonly<Record<string, string>>;
};
export type Caller =
  /** With the policy of its role. */
  | { role: string; identity: PolicyDocument }
  /** An AWS service that calls as itself. */
  | { service: string };

export type Judgement = {
  allowed: boolean;
  /** Ids of the statements that allow it, of the caller and of the resource. */
  allowedBy: readonly string[];
};

const principalOf = (caller: Caller) =>
  "service" in caller ? caller.service : `arn:aws:sts::${ACCOUNT}:assumed-role/${caller.role}/session`;

/**
 * The simulator knows no condition keys `kms:EncryptionContext:<name>`: a tag of that name stands for one, in
 * policies and in requests.
 */
const withTags = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value).replaceAll('"kms:EncryptionContext:', '"aws:ResourceTag/kms:EncryptionContext:'),
  );

const allowingIn = (
  policy: { allowStatements: readonly { explain: { identifier?: string } }[] } | undefined,
) => policy?.allowStatements.flatMap(({ explain: { identifier } }) => identifier ?? []) ?? [];

/**
 * As IAM does within one account. Throws for what the simulator cannot judge: an unknown action, resource or
 * condition key.
 */
export async function judge(
  caller: Caller,
  request: AwsRequest,
  resourcePolicy?: PolicyDocument,
): Promise<Judgement> {
  const result = await runSimulation(
    {
      request: {
        principal: principalOf(caller),
        action: request.action,
        resource: { resource: request.resource, accountId: ACCOUNT },
        contextVariables: withTags({ ...request.context }),
      },
      identityPolicies:
        "identity" in caller ? [{ name: caller.role, policy: withTags(caller.identity) }] : [],
      resourcePolicy: resourcePolicy && withTags(resourcePolicy),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    { simulationMode: "Strict" },
  );
  const about = `${request.action} on ${request.resource}`;
  if (result.resultType === "error") throw new Error(`${about}: ${JSON.stringify(result.errors)}`);
  if (result.resultType === "wildcard") throw new Error(`${about} is not one request.`);
  const { analysis, ignoredContextKeys = [] }: SimulationResourceResult = result.result;
  if (ignoredContextKeys.length > 0) throw new Error(`${about} knows no ${ignoredContextKeys}.`);
  return {
    allowed: result.overallResult === "Allowed",
    allowedBy: [...allowingIn(analysis.identityAnalysis), ...allowingIn(analysis.resourceAnalysis)],
  };
}
