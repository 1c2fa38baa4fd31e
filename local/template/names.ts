/** CDK appends it to a logical id. */
const HASH = /[0-9A-F]{8}$/;

const withoutHash = (logicalId: string) => logicalId.replace(HASH, "");
const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** `TurnsQueue246E58B7` is `turns`, `TurnsDeadLettersA84C8518` is `turnsDeadLetters`. */
export const queueKey = (logicalId: string): string => lowered(withoutHash(logicalId).replace(/Queue$/, ""));

// Not AWS's pattern: state folders and services that outlive the stack have used these names since the first
// version.

export const queueName = (logicalId: string, fifo: boolean): string =>
  `${queueKey(logicalId).replace(/DeadLetters$/, "-dlq")}${fifo ? ".fifo" : ""}`;

export const tableName = (logicalId: string): string =>
  withoutHash(logicalId) === "MessagesTable"
    ? "chatsby-whatsapp"
    : `chatsby-whatsapp-${withoutHash(logicalId)}`;
