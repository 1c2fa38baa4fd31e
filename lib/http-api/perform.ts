import * as z from "zod/mini";
import { IN_PLAIN_WORDS, listProblems } from "../config/settings/problems.ts";
import type { Operation } from "./operation.ts";
import { type Answer, refuse } from "./responses.ts";

/** As the declaration reads them, with the caller. */
type Call<Caller, Called extends Operation> = Caller & {
  params: z.output<Called["params"]>;
  body: z.output<Called["body"]>;
};

type ReadonlyDeep<Value> = Value extends object
  ? { readonly [Key in keyof Value]: ReadonlyDeep<Value[Key]> }
  : Value;

type Run<Caller, Called extends Operation, Result> = (
  call: Call<Caller, Called>,
) => Promise<Answer<ReadonlyDeep<Result>, Called["errors"][number]>>;

/** A missing one does not compile. */
export type Runs<
  Caller,
  Operations extends Readonly<Record<string, Operation>>,
  Results extends Readonly<Record<keyof Operations, unknown>>,
> = { [Name in keyof Operations]: Run<Caller, Operations[Name], Results[Name]> };

/** `params`: of the path and the query. */
export async function perform<Caller, Called extends Operation>(
  { params, body }: Called,
  run: (call: Call<Caller, Called>) => Promise<Answer<unknown, string>>,
  call: { caller: Caller; params: unknown; body: unknown },
): Promise<Answer<unknown, string>> {
  const readParams = z.safeParse<Called["params"]>(params, call.params, IN_PLAIN_WORDS);
  if (!readParams.success) return badRequest(readParams.error);
  const readBody = z.safeParse<Called["body"]>(body, call.body, IN_PLAIN_WORDS);
  if (!readBody.success) return badRequest(readBody.error);
  return run({ ...call.caller, params: readParams.data, body: readBody.data });
}

const badRequest = (error: z.core.$ZodError) =>
  refuse("bad-request", { problems: listProblems(error, "the body", "unknown") });
