import type * as z from "zod/mini";
import { contactResults } from "./contacts.ts";
import { conversationResults } from "./conversations.ts";
import { numberResults } from "./numbers.ts";
import type { OperationName } from "./operations.ts";
import { templateResults } from "./templates.ts";

/** What each operation returns when it succeeds. For clients: the function takes the types only. */
export const results = { ...conversationResults(), ...templateResults(), ...numberResults(), ...contactResults() };

export type Results = typeof results;
export type ResultOf<Name extends OperationName> = z.output<Results[Name]>;
