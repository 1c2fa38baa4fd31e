import { declareOperation } from "../http-api/operation.ts";
import type { ErrorCode } from "./errors.ts";

/** An operation of the operator API. */
export const operation = declareOperation<ErrorCode>();
