import { type Json, record, text } from "../../../adapters/http/json.ts";
import { storableId } from "../../../adapters/http/size-limits.ts";
import type { IgnoredReason, InboundEvent } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";

export const ignored = (reason: IgnoredReason, detail?: string): InboundEvent => ({
  kind: "ignored",
  reason,
  ...omitUndefined({ detail }),
});

export const MALFORMED = ignored("malformed-item");

export const idOf = (item: Json | undefined) => storableId(text(item?.id));

export const numberOf = (value: Json) => text(record(value.metadata)?.phone_number_id);
