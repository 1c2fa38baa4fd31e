import type { Content } from "./inbound.ts";

type Unsupported = Content & { kind: "unsupported" };

/** Actions, not messages: nobody expects an answer. */
const ACTIONS: ReadonlySet<string> = new Set([
  ...["edit", "revoke", "pin", "keep_in_chat", "poll_update", "reaction"],
  // Meta's retired event for an opened chat.
  "request_welcome",
]);

export const isUnreadable = ({ type }: Unsupported): boolean => !ACTIONS.has(type);

/** For logs and metrics; "none" when it does not look like a code. */
export const unsupportedCode = ({ code }: Unsupported): string =>
  code !== undefined && /^\d{1,6}$/.test(code) ? code : "none";
