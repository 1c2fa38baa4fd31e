import type { Controls, Switches } from "../../../lib/application/ports/control-ports.ts";
import { consentDiffers, mergedConsent, withConsentChange } from "../../../lib/domain/consent/consent.ts";
import type { SendBlocks } from "../../../lib/domain/conversation/conversation.ts";
import { parted } from "../../../lib/domain/conversation/merged.ts";
import { extended, paused, resumed } from "../../../lib/domain/conversation/pauses.ts";
import type { ConversationId } from "../../../lib/domain/ids.ts";
import type { MemoryTable } from "./memory-table.ts";

export function memoryControls(table: MemoryTable): Controls {
  const partsOf = (conversation: ConversationId) => parted(table.state(conversation));

  /** Keeps these silences; those not named go. */
  function keep(conversation: ConversationId, silences: SendBlocks) {
    table.states.set(conversation, { ...partsOf(conversation).rest, ...silences });
  }

  return {
    read: async (conversation) => table.known(conversation),
    async pause(conversation, handoff, resumeAt) {
      const { pauses, wishes } = partsOf(conversation);
      const next = paused(pauses, handoff, resumeAt);
      if (next) keep(conversation, { ...next, ...wishes });
      return next ? "paused" : "already";
    },
    async extend(conversation, resumeAt) {
      const { pauses, wishes } = partsOf(conversation);
      const next = extended(pauses, resumeAt);
      if (next) keep(conversation, { ...next, ...wishes });
    },
    async resume(conversation, end) {
      const { pauses, wishes } = partsOf(conversation);
      const next = resumed(pauses, conversation, end);
      if (next) keep(conversation, { ...next, ...wishes });
      return next?.endedHandoffs.at(-1);
    },
    async changeConsent(conversation, change) {
      const { pauses, wishes } = partsOf(conversation);
      const joined = mergedConsent(
        wishes,
        table.keepWishes(conversation, (kept) => withConsentChange(kept, change) ?? kept),
      );
      if (!consentDiffers(wishes, joined)) return "stale";
      keep(conversation, { ...pauses, ...joined });
      return "changed";
    },
    async keepConsent(id, change) {
      table.keepWishes(id, (kept) => withConsentChange(kept, change) ?? kept);
    },
    keptConsent: async (id) => table.wishes.get(id) ?? {},
  };
}

export const memorySwitches = (table: MemoryTable): Switches => ({
  isOff: async (number) => table.isOff(number),
  async set(number, off, by, at) {
    table.switches.set(number, { number, off, by, at });
  },
  list: async (numbers) => ["*" as const, ...numbers].map((number) => table.switches.get(number) ?? { number, off: false }),
});
