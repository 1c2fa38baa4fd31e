import { turnIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { memoryControls } from "../../lib/adapters/memory/memory-controls.ts";
import type { MemoryTable } from "../../lib/adapters/memory/memory-table.ts";
import type { ReceiveWebhook } from "../../lib/application/receive-webhook.ts";
import { HOUR, wordOf } from "./engine-world.ts";

/** What the webhook's use-case needs to silence the bot at once. */
export const edgeOf = (table: MemoryTable): Pick<ReceiveWebhook, "controls" | "wordOf" | "idFor" | "rules"> => ({
  controls: memoryControls(table),
  wordOf,
  idFor: turnIdOf,
  rules: { resumeAfter: 12 * HOUR, staleAfterHours: 23, marketingStop: "all" },
});
