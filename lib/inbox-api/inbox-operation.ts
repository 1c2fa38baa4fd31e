import { declareOperation } from "../http-api/operation.ts";
import type { InboxErrorCode } from "./errors.ts";

export const inboxOperation = declareOperation<InboxErrorCode>();
