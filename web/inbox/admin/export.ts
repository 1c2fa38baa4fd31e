import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { call } from "../data/call.ts";

type Exported = { ok: true; file: Blob } | { ok: false; message: string };

/** Everything that is kept about a contact, page by page, as one JSON file. */
export async function exportContact(contact: string): Promise<Exported> {
  const conversations: unknown[] = [];
  let exportedAt = 0;
  let cursor: string | undefined;
  do {
    const answer = await call("export", { body: omitUndefined({ contact, cursor }) });
    if (!answer.ok) return { ok: false, message: answer.message };
    conversations.push(...answer.value.conversations);
    exportedAt ||= answer.value.exportedAt;
    cursor = answer.value.cursor;
  } while (cursor !== undefined);
  const text = JSON.stringify({ exportedAt, conversations }, undefined, 2);
  return { ok: true, file: new Blob([text], { type: "application/json" }) };
}

/** Offers a file for saving. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
