import type { StaffDeps } from "../../lib/application/staff/staff-deps.ts";
import type { StatusDeps } from "../../lib/application/status/status-deps.ts";
import type { Runs } from "../../lib/http-api/perform.ts";
import type { OperationName, Operations } from "../../lib/operator-api/operations.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";

export type OperatorDeps = StaffDeps & StatusDeps;

type Caller = {
  /** An IAM ARN, verified by API Gateway. */
  by: string;
  deps: OperatorDeps;
  newId(): string;
};

export type OperatorRuns<Names extends OperationName> = Runs<
  Caller,
  Pick<Operations, Names>,
  { [Name in Names]: ResultOf<Name> }
>;
