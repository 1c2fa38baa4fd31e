import type { StaffDeps } from "../../lib/application/staff/staff-deps.ts";
import type { Runs } from "../../lib/http-api/perform.ts";
import type { OperationName, Operations } from "../../lib/operator-api/operations.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";

type Caller = {
  /** An IAM ARN, verified by API Gateway. */
  by: string;
  deps: StaffDeps;
  newId(): string;
};

export type OperatorRuns<Names extends OperationName> = Runs<
  Caller,
  Pick<Operations, Names>,
  { [Name in Names]: ResultOf<Name> }
>;
