import * as z from "zod/mini";
import type { Io } from "../io.ts";

const message = z.looseObject({
  message: z.optional(z.looseObject({ sentTimestamp: z.number() })),
  sentTimestamp: z.optional(z.number()),
});
const queue = z.object({
  messages: z.object({ ready: z.array(message), delayed: z.array(message), inflight: z.array(message) }),
});

/** Asks the emulator, which shows its queues' messages. `undefined` of another one. */
export async function oldestIn(
  { fetch, clock }: Pick<Io, "fetch" | "clock">,
  endpoint: string,
  queueUrl: string,
): Promise<number | undefined> {
  const name = queueUrl.split("/").at(-1) ?? "";
  const response = await fetch(new URL(`/_fauxqs/queues/${name}`, endpoint), {
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  const read = z.safeParse(queue, response?.ok ? await response.json().catch(() => undefined) : undefined);
  if (!read.success) return undefined;
  const { ready, delayed, inflight } = read.data.messages;
  const sent = [...ready, ...delayed, ...inflight].flatMap(
    (each) => each.sentTimestamp ?? each.message?.sentTimestamp ?? [],
  );
  return sent.length === 0 ? undefined : Math.max(0, (clock.now() - Math.min(...sent)) / 1_000);
}
