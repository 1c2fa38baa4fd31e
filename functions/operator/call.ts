import * as z from "zod/mini";
import type { StaffDeps } from "../../lib/application/staff/staff-deps.ts";
import { listProblems } from "../../lib/config/problems.ts";
import type { ErrorCode } from "../../lib/operator-api/errors.ts";
import type { Operation } from "../../lib/operator-api/operation.ts";
import type { OperationName, Operations } from "../../lib/operator-api/operations.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { type Answer, refuse } from "./responses.ts";

export type Caller = {
  /** The caller's IAM ARN, verified by API Gateway. */
  by: string;
  deps: StaffDeps;
  newId(): string;
};

/** A call of staff, checked. */
type Call<Called extends Operation> = Caller & {
  params: z.output<Called["params"]>;
  body: z.output<Called["body"]>;
};

type ReadonlyDeep<Value> = Value extends object
  ? { readonly [Key in keyof Value]: ReadonlyDeep<Value[Key]> }
  : Value;

type Run<Name extends OperationName> = (
  call: Call<Operations[Name]>,
) => Promise<Answer<ReadonlyDeep<ResultOf<Name>>, Operations[Name]["errors"][number]>>;
export type Runs<Names extends OperationName> = { [Name in Names]: Run<Name> };

/** `params`: of the path and the query. */
export async function perform<Called extends Operation>(
  { params, body }: Called,
  run: (call: Call<Called>) => Promise<Answer<unknown, ErrorCode>>,
  call: Caller & { params: unknown; body: unknown },
): Promise<Answer<unknown, ErrorCode>> {
  const readParams = z.safeParse<Called["params"]>(params, call.params);
  if (!readParams.success) return badRequest(readParams.error);
  const readBody = z.safeParse<Called["body"]>(body, call.body);
  if (!readBody.success) return badRequest(readBody.error);
  return run({ ...call, params: readParams.data, body: readBody.data });
}

const badRequest = (error: z.core.$ZodError) =>
  refuse("bad-request", { problems: listProblems(error, "the body", "unknown") });
