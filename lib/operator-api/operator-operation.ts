import { declareOperation } from "../http-api/operation.ts";
import type { ErrorCode } from "./errors.ts";

export const operation = declareOperation<ErrorCode>();
