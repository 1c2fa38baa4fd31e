import type { Content } from "../../domain/inbound/inbound.ts";

/**
 * DynamoDB takes 400 KB per item. A larger message could never be stored, and its provider would deliver it
 * for a week. WhatsApp's are far smaller.
 */
const MAX_CONTENT_BYTES = 200_000;
/** No real id or name is longer. */
const MAX_ID_LENGTH = 512;

/** Replaces content that is too large to store, by the bytes of its JSON. */
export const limitContent = (content: Content): Content =>
  Buffer.byteLength(JSON.stringify(content)) <= MAX_CONTENT_BYTES
    ? content
    : { kind: "unsupported", type: `${content.kind}/oversized` };

/** `undefined` when it is too long. */
export const limitText = (value: string | undefined): string | undefined =>
  value && value.length <= MAX_ID_LENGTH ? value : undefined;

export const truncate = (value: string | undefined, maxLength: number): string | undefined =>
  value && value.length > maxLength ? `${value.slice(0, maxLength).toWellFormed()}…` : value;

/** For ids that are looked up: half a surrogate pair would be another id once stored. */
export const storableId = (value: string | undefined): string | undefined =>
  value?.isWellFormed() ? limitText(value) : undefined;
