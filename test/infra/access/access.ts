import type { Template } from "aws-cdk-lib/assertions";
import { type DeployedResources, deployedResources, withoutHash } from "./deployed-resources.ts";
import { type AwsRequest, type Caller, type Judgement, judge } from "./judge.ts";
import { type Policies, type PolicyDocument, policiesOf } from "./policies.ts";
import { keyRequests } from "./requests.ts";

/** A deployed stack, and who may do what in it. */
export type Access = {
  deployed: DeployedResources;
  policies: Policies;
  /** A role of the stack as a caller. */
  asRole(id: string): Caller;
  /** By the caller's policies and the resource's. */
  judge(caller: Caller, request: AwsRequest): Promise<Judgement>;
  /** By this policy of the resource, such as a role's trust policy. */
  judgeBy(resourcePolicy: PolicyDocument, caller: Caller, request: AwsRequest): Promise<Judgement>;
  /**
   * The refused requests, of these and of those to KMS that follow from them; and the statements that allow
   * the others.
   */
  refusals(
    caller: Caller,
    requests: readonly AwsRequest[],
  ): Promise<{ refused: string[]; used: Set<string> }>;
};

export const asText = ({ action, resource }: AwsRequest) => `${action} on ${resource}`;

export const allowing = ({ Statement }: PolicyDocument) =>
  Statement.filter(({ Effect }) => Effect === "Allow").map(({ Sid }) => Sid);

export function accessOf(
  template: Pick<Template, "toJSON">,
  stage: string,
  arns: Readonly<Record<string, string>> = {},
): Access {
  const deployed = deployedResources(template, { stackName: `ChatsbyWhatsapp-${stage}`, arns });
  const policies = policiesOf(deployed);
  const judgeIn: Access["judge"] = (caller, request) =>
    judge(caller, request, policies.ofResource(request.resource));
  return {
    deployed,
    policies,
    asRole: (id) => ({ role: withoutHash(id), identity: policies.ofRole(id) }),
    judge: judgeIn,
    judgeBy: (resourcePolicy, caller, request) => judge(caller, request, resourcePolicy),
    async refusals(caller, requests) {
      const [refused, used] = [new Set<string>(), new Set<string>()];
      for (const request of requests.flatMap((each) => [each, ...keyRequests(deployed, each)])) {
        const { allowed, allowedBy } = await judgeIn(caller, request);
        if (!allowed) refused.add(asText(request));
        for (const sid of allowedBy) used.add(sid);
      }
      return { refused: [...refused], used };
    },
  };
}
