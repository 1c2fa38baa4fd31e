import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";

/**
 * Grants exactly these actions. The library's `grant…` methods add others (describe calls, all indexes of a
 * table) that no function here uses.
 */
export function allow(
  grantee: IGrantable,
  actions: readonly string[],
  ...resourceArns: readonly string[]
): void {
  Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [...resourceArns] });
}
