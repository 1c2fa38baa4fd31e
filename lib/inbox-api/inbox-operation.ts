import { declareOperation } from "../http-api/operation.ts";
import type { InboxErrorCode } from "./errors.ts";

/** An operation of the inbox API. */
export const inboxOperation = declareOperation<InboxErrorCode>();
