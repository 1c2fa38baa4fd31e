import { turnIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { memoryControls } from "../../lib/adapters/memory/memory-controls.ts";
import { memoryLinks } from "../../lib/adapters/memory/memory-links.ts";
import { memoryRepeatedTexts } from "../../lib/adapters/memory/memory-repeated-texts.ts";
import type { MemoryTable } from "../../lib/adapters/memory/memory-table.ts";
import type { ReceiveWebhook } from "../../lib/application/receive-webhook.ts";
import { HOUR, wordOf } from "./engine-world.ts";

/** What the webhook's use-case needs to silence the bot at once. */
export const edgeOf = (
  table: MemoryTable,
): Pick<ReceiveWebhook, "controls" | "links" | "repeatedTexts" | "textHashOf" | "wordOf" | "idFor" | "rules"> => ({
  controls: memoryControls(table),
  links: memoryLinks(table),
  repeatedTexts: memoryRepeatedTexts(table),
  textHashOf: (_, text) => `hash of ${text}`,
  wordOf,
  idFor: turnIdOf,
  rules: { resumeAfter: 12 * HOUR, staleAfterHours: 23, marketingStop: "all" },
});
