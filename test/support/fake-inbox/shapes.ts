import type { InputOf } from "../../../lib/http-api/operation.ts";
import type { InboxErrorCode } from "../../../lib/inbox-api/errors.ts";
import type {
  InboxOperationName,
  InboxOperations,
  InboxResultOf,
} from "../../../lib/inbox-api/operations.ts";

export type Row = InboxResultOf<"list">["conversations"][number];
export type Chat = InboxResultOf<"chat">;
export type Message = Chat["messages"][number];
export type Template = InboxResultOf<"templates">["templates"][number];
export type Member = InboxResultOf<"staff">["staff"][number];

/** An answer that is an error. */
export class Refusal extends Error {
  readonly code: InboxErrorCode;
  readonly detail: object;

  constructor(code: InboxErrorCode, detail: object = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

type Part<Name extends InboxOperationName, Key extends "params" | "body"> =
  Required<InputOf<InboxOperations[Name]>> extends Record<Key, infer Value> ? Value : never;

/** The API by its declaration, so that the fake cannot drift from it. */
export type FakeOperations = {
  [Name in InboxOperationName]: (call: {
    user: string;
    params: Part<Name, "params">;
    body: Part<Name, "body">;
  }) => InboxResultOf<Name>;
};
