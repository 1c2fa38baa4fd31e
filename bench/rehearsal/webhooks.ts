import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { metaWire } from "../../local/meta/wire.ts";
import type { Draw } from "../random.ts";
import type { RehearsalOptions } from "./options.ts";

/** Meta goes on for seven days; a rehearsal ends before. */
const RETRY_AFTER_MS = [100, 1_000, 5_000, 15_000, 30_000];

type Options = { url: string; appSecret: string; random: Draw } & Pick<
  RehearsalOptions,
  "duplicates" | "duplicateAfterSeconds"
>;

/** Posts webhooks as Meta does: signed, again until the answer is 200, and some of them twice. */
export function webhookSender({ url, appSecret, random, duplicates, duplicateAfterSeconds }: Options) {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const later = new Set<Promise<void>>();
  const counts = { posted: 0, duplicates: 0, repeated: 0, givenUp: 0, slowestMs: 0 };

  const post = (body: Buffer): Promise<number> =>
    new Promise((resolve) => {
      const headers = {
        "content-type": "application/json",
        "content-length": body.length,
        "x-hub-signature-256": signMetaBody(body, appSecret),
      };
      const sending = request(url, { method: "POST", agent, headers }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", () => resolve(0));
      });
      sending.once("error", () => resolve(0));
      sending.end(body);
    });

  async function untilTaken(body: Buffer): Promise<void> {
    counts.posted++;
    const startedAt = performance.now();
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      if ((await post(body)) === 200) {
        counts.slowestMs = Math.max(counts.slowestMs, performance.now() - startedAt);
        return;
      }
      if (wait === undefined) break;
      counts.repeated++;
      await pause(wait);
    }
    counts.givenUp++;
  }

  function inBackground(work: () => Promise<void>): void {
    const running = work().finally(() => later.delete(running));
    later.add(running);
  }

  return {
    counts,
    /** Resolves once the first copy is taken. */
    async send(payload: unknown): Promise<void> {
      const body = metaWire(payload);
      if (random.chance(duplicates / 100)) {
        counts.duplicates++;
        const delayMs = random.chance(0.5) ? 0 : random.next() * duplicateAfterSeconds * 1000;
        inBackground(async () => {
          await pause(delayMs);
          await untilTaken(body);
        });
      }
      await untilTaken(body);
    },
    inBackground,
    /** All that was begun has ended. */
    async settled(): Promise<void> {
      while (later.size > 0) await Promise.all(later);
    },
    stop: () => agent.destroy(),
  };
}

export type WebhookSender = ReturnType<typeof webhookSender>;
