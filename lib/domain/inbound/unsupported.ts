import type { Content } from "./inbound.ts";

type Unsupported = Content & { kind: "unsupported" };

/** What customers do, rather than send: nobody waits for an answer to it. */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set([
  ...["edit", "revoke", "pin", "keep_in_chat", "poll_update", "reaction"],
  // Meta's withdrawn event "the customer opened the chat".
  "request_welcome",
]);

/** Whether the customer sent something that nobody got to see, and can send it again. */
export const isUnreadable = ({ type }: Unsupported): boolean => !WITHOUT_CONTENT.has(type);

/** The provider's code for logs and metrics, as far as it is of the form that codes have. */
export const unsupportedCode = ({ code }: Unsupported): string => (code !== undefined && /^\d{1,6}$/.test(code) ? code : "none");
