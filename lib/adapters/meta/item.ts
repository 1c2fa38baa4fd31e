import type { IgnoredReason, InboundEvent } from "../../domain/inbound.ts";
import { present } from "../../domain/present.ts";
import { storedId } from "../http/bounded.ts";
import { type Json, record, text } from "../http/json.ts";

export const ignored = (reason: IgnoredReason, detail?: string): InboundEvent => ({ kind: "ignored", reason, ...present({ detail }) });

export const MALFORMED = ignored("malformed-item");

export const idOf = (item: Json | undefined) => storedId(text(item?.id));

/** The business number that what a webhook reports belongs to. */
export const numberOf = (value: Json) => text(record(value.metadata)?.phone_number_id);
