import { contactOperations } from "./contacts.ts";
import { conversationOperations } from "./conversations.ts";
import { numberOperations } from "./numbers.ts";
import { statusOperations } from "./status.ts";
import { templateOperations } from "./templates.ts";

/** The operator API, by the names of its operations. */
export const operations = {
  ...conversationOperations,
  ...templateOperations,
  ...numberOperations,
  ...contactOperations,
  ...statusOperations,
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
