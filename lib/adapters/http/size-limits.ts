import type { Content } from "../../domain/inbound/inbound.ts";

/** DynamoDB takes 400 KB an item: a larger message could never be stored, and its provider would deliver it for a week. WhatsApp's are far smaller. */
const MAX_CONTENT_BYTES = 200_000;
/** Ids and names longer than this are nobody's. */
const MAX_ID_LENGTH = 512;

/** The content, or, when it is too large to be stored, that there was one. Bytes of its JSON count. */
export const limitContent = (content: Content): Content =>
  Buffer.byteLength(JSON.stringify(content)) <= MAX_CONTENT_BYTES ? content : { kind: "unsupported", type: `${content.kind}/oversized` };

/** An id or a name; `undefined` when it is too long to be one. */
export const limitText = (value: string | undefined): string | undefined => (value && value.length <= MAX_ID_LENGTH ? value : undefined);

/** Prose, cut where it is too long; `undefined` when there is none. */
export const truncate = (value: string | undefined, maxLength: number): string | undefined =>
  value && value.length > maxLength ? `${value.slice(0, maxLength).toWellFormed()}…` : value;

/** As `brief`, for ids that are looked up: half a surrogate pair would be another id once it has been stored. */
export const storableId = (value: string | undefined): string | undefined => (value?.isWellFormed() ? limitText(value) : undefined);
