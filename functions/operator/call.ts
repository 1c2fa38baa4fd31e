import * as z from "zod/mini";
import type { HttpResponse } from "../../lib/adapters/lambda/http.ts";
import { listProblems } from "../../lib/config/problems.ts";
import { refuse } from "./responses.ts";
import type { UseCases } from "./use-cases.ts";

export type Call = {
  /** The caller's IAM ARN, verified by API Gateway. */
  by: string;
  params: Readonly<Record<string, string | undefined>>;
  body: unknown;
  use: UseCases;
  newId(): string;
};

export type CallHandler = (call: Call) => Promise<HttpResponse>;

const parsed =
  (from: "params" | "body") =>
  <Schema extends z.core.$ZodType>(schema: Schema, handle: (call: Call, data: z.output<Schema>) => Promise<HttpResponse>): CallHandler =>
  async (call) => {
    const read = z.safeParse(schema, call[from]);
    if (!read.success) return refuse("bad-request", { problems: listProblems(read.error, "the body", "unknown") });
    return handle(call, read.data);
  };

export const withBody = parsed("body");
export const withParams = parsed("params");
