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

/** As the API gives a part of a file. `cut`: only the first half of it. */
export class FakeFile {
  readonly type: string;
  readonly bytes: Buffer;
  cut = false;
  /** The most that one answer holds. */
  partBytes = 4 * 1024 * 1024;
  onPart: () => void = () => undefined;

  constructor(type: string, bytes: Buffer) {
    this.type = type;
    this.bytes = bytes;
  }
}

/** The API by its declaration, so that the fake cannot drift from it. */
export type FakeOperations = {
  [Name in InboxOperationName]: (call: {
    user: string;
    params: Part<Name, "params">;
    body: Part<Name, "body">;
  }) => Name extends "media" ? { file: FakeFile; from: number } : InboxResultOf<Name>;
};
