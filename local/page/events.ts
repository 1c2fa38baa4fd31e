import type { Answer, Stretch } from "../http/service.ts";
import type { Change, Snapshot } from "./protocol/protocol.ts";

/** Open tabs: the oldest one is closed. */
const MAX_READERS = 20;

/** JSON has no line breaks, which would end an event's data. */
const written = (id: number, event: "snapshot" | "change", data: Snapshot | Change) =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function eventStream(snapshot: () => Snapshot) {
  const readers = new Set<Stretch>();
  let id = 0;
  return {
    send(change: Change): void {
      if (readers.size === 0) return;
      id += 1;
      const text = written(id, "change", change);
      for (const reader of readers) if (!reader.write(text)) readers.delete(reader);
    },

    open: (): Answer => ({
      status: 200,
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
      open(reader) {
        id += 1;
        reader.onEnd(() => readers.delete(reader));
        reader.write(`retry: 1000\n${written(id, "snapshot", snapshot())}`);
        readers.add(reader);
        const [oldest] = readers;
        if (readers.size > MAX_READERS && oldest) {
          readers.delete(oldest);
          oldest.end();
        }
      },
    }),
  };
}
