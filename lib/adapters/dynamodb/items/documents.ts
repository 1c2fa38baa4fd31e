import type { Act } from "../../../application/ports/history.ts";
import type { Note } from "../../../application/ports/inbox-ports.ts";
import type { KeptOptIns } from "../../../domain/consent/opt-in.ts";
import type { Consent } from "../../../domain/conversation/fields.ts";
import type { Handoff } from "../../../domain/handoff/handoff.ts";
import type { Lead } from "../../../domain/lead/lead.ts";
import type { StaffFile } from "../../../domain/media/staff-file.ts";
import type { Outbound } from "../../../domain/turn/outbound.ts";
import type { Turn } from "../../../domain/turn/turn.ts";
import { asJson, type Codec } from "./codec.ts";
import type { Item } from "./items.ts";

/** Stored as JSON in the attribute of this name. */
type Documents = {
  act: Act;
  consent: Consent;
  file: StaffFile;
  handoff: Handoff;
  lead: Lead;
  note: Note;
  optIns: KeptOptIns;
  outbound: Outbound;
  turn: Turn;
};

export const DOCUMENT_CODECS: { readonly [Name in keyof Documents]: Codec<Documents[Name]> } = {
  act: asJson(),
  consent: asJson(),
  file: asJson(),
  handoff: asJson(),
  lead: asJson(),
  note: asJson(),
  optIns: asJson(),
  outbound: asJson(),
  turn: asJson(),
};

export function readDocument<Name extends keyof Documents>(
  item: Item,
  name: Name,
): Documents[Name] | undefined {
  const codec: Codec<Documents[Name]> = DOCUMENT_CODECS[name];
  return item[name] && codec.read(item[name]);
}

export function writeDocument<Name extends keyof Documents>(name: Name, document: Documents[Name]): Item {
  const codec: Codec<Documents[Name]> = DOCUMENT_CODECS[name];
  return { [name]: codec.write(document) };
}
