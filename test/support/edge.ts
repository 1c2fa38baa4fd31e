import { turnIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import type { ReceiveWebhookDeps } from "../../lib/application/intake/webhook-deps.ts";
import { detectKeyword, HOUR } from "./engine-world.ts";
import { memoryControls } from "./memory/memory-controls.ts";
import { memoryLinks } from "./memory/memory-links.ts";
import { memoryRepeatedTexts } from "./memory/memory-repeated-texts.ts";
import type { MemoryTable } from "./memory/memory-table.ts";

/** What the webhook's use-case needs to block the bot at once. */
export const edgeOf = (
  table: MemoryTable,
): Pick<
  ReceiveWebhookDeps,
  "controls" | "links" | "repeatedTexts" | "textHashOf" | "detectKeyword" | "idFor" | "rules"
> => ({
  controls: memoryControls(table),
  links: memoryLinks(table),
  repeatedTexts: memoryRepeatedTexts(table),
  textHashOf: (_, text) => `hash of ${text}`,
  detectKeyword,
  idFor: turnIdOf,
  rules: {
    quietSeconds: 2,
    maxWaitSeconds: 8,
    adaptiveQuiet: true,
    resumeAfterMs: 12 * HOUR,
    staleAfterHours: 23,
    marketingStop: "all",
    notices: true,
  },
});
