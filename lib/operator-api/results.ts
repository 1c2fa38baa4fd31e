import type * as z from "zod/mini";
import { contactResults } from "./contacts.ts";
import { conversationResults } from "./conversations.ts";
import { numberResults } from "./numbers.ts";
import type { OperationName } from "./operations.ts";
import { statusResults } from "./status.ts";
import { templateResults } from "./templates.ts";

const schemas = {
  ...conversationResults(),
  ...templateResults(),
  ...numberResults(),
  ...contactResults(),
  ...statusResults(),
};

export type ResultOf<Name extends OperationName> = z.output<(typeof schemas)[Name]>;

/** For clients: the function takes the types only. */
export const results: { [Name in OperationName]: z.core.$ZodType<ResultOf<Name>> } = schemas;
