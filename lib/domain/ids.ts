declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** One customer x one business number. A keyed hash: allowed in logs and queues. */
export type ConversationId = Branded<"ConversationId">;
/** The provider's message id (Meta `wamid...`, Twilio `SM...`/`MM...`). Opaque, up to 512 characters. */
export type MessageId = Branded<"MessageId">;
/** Derived from the first message that the turn answers: a retry gets the same id. */
export type TurnId = Branded<"TurnId">;
/** As in the settings file. */
export type NumberName = Branded<"NumberName">;

export const conversationId = (value: string) => value as ConversationId;
export const messageId = (value: string) => value as MessageId;
export const turnId = (value: string) => value as TurnId;
export const numberName = (value: string) => value as NumberName;
