import type { FileStore, StaffFiles } from "../../../lib/application/ports/file-store.ts";
import type { MemoryTable } from "./memory-table.ts";

export const memoryStaffFiles = (table: MemoryTable): StaffFiles => ({
  async add(conversation, file) {
    table.files.set(`${conversation} ${file.id}`, file);
  },
  find: async (conversationIds, id) =>
    conversationIds.flatMap((each) => table.files.get(`${each} ${id}`) ?? [])[0],
  list: async (conversation) => table.files.under(conversation),
});

/** A bucket to look into. */
export class FakeFileStore implements FileStore {
  readonly objects = new Map<string, Buffer>();
  readonly removed: string[] = [];
  /** Removing fails that often. */
  failures = 0;
  #links = 0;

  async uploadUrl(id: string, bytes: number) {
    return { url: `https://bucket.example/${id}?bytes=${bytes}`, headers: { "if-none-match": "*" } };
  }

  async peek(id: string) {
    const found = this.objects.get(id);
    return found && { bytes: found.length, start: found.subarray(0, 4096) };
  }

  async downloadUrl(id: string, { type, name, seconds }: { type: string; name: string; seconds: number }) {
    this.#links += 1;
    return `https://bucket.example/${id}?${new URLSearchParams({ type, name, seconds: String(seconds), link: String(this.#links) })}`;
  }

  async remove(id: string) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error("the bucket does not answer");
    }
    this.objects.delete(id);
    this.removed.push(id);
  }
}
