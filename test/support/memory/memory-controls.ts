import type { Controls, Rollouts, Switches } from "../../../lib/application/ports/control-ports.ts";
import { consentDiffers, mergeConsent, withConsentChange } from "../../../lib/domain/consent/consent.ts";
import type { Pauses, SendBlocks } from "../../../lib/domain/conversation/fields.ts";
import { endPause, extendPause, startPause } from "../../../lib/domain/conversation/pauses.ts";
import { splitSendBlocks } from "../../../lib/domain/conversation/split-send-blocks.ts";
import {
  type Decision,
  decideAssignment,
  decideRelease,
  decideReply,
} from "../../../lib/domain/conversation/staff-decisions.ts";
import type { ConversationId } from "../../../lib/domain/ids.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import type { MemoryTable } from "./memory-table.ts";

export function memoryControls(table: MemoryTable): Controls {
  const partsOf = (conversation: ConversationId) => splitSendBlocks(table.state(conversation));

  /** Keeps these send blocks; those not named go. */
  function keep(conversation: ConversationId, sendBlocks: SendBlocks) {
    table.states.set(conversation, { ...partsOf(conversation).rest, ...sendBlocks });
  }

  const decide = async <Result>(
    conversation: ConversationId,
    choose: (pauses: Pauses) => Decision<Result>,
  ): Promise<Result> => {
    const { pauses, consent } = partsOf(conversation);
    const { result, next } = choose(pauses);
    if (next) keep(conversation, { ...next, ...consent });
    return result;
  };

  return {
    assign: (conversation, assignment) =>
      decide(conversation, (pauses) => decideAssignment(pauses, assignment)),
    release: (conversation, release) => decide(conversation, (pauses) => decideRelease(pauses, release)),
    startReply: (conversation, reply) => decide(conversation, (pauses) => decideReply(pauses, reply)),
    read: async (conversation) => table.known(conversation),
    async pause(conversation, handoff, resumeAt) {
      const { pauses, consent } = partsOf(conversation);
      const next = startPause(pauses, handoff, resumeAt);
      if (next) keep(conversation, { ...next, ...consent });
      return next?.handoff?.id === handoff.id ? "paused" : "already";
    },
    async extend(conversation, resumeAt) {
      const { pauses, consent } = partsOf(conversation);
      const next = extendPause(pauses, resumeAt);
      if (next) keep(conversation, { ...next, ...consent });
    },
    async resume(conversation, end) {
      const { pauses, consent } = partsOf(conversation);
      const next = endPause(pauses, conversation, end);
      if (next) keep(conversation, { ...next, ...consent });
      return next?.endedHandoffs.at(-1);
    },
    async changeConsent(conversation, change) {
      const { pauses, consent } = partsOf(conversation);
      const joined = mergeConsent(
        consent,
        table.keepConsent(conversation, (kept) => withConsentChange(kept, change) ?? kept),
      );
      if (!consentDiffers(consent, joined)) return "stale";
      keep(conversation, { ...pauses, ...joined });
      return "changed";
    },
    async keepConsent(id, change) {
      table.keepConsent(id, (kept) => withConsentChange(kept, change) ?? kept);
    },
    keptConsent: async (id) => table.consent.get(id) ?? {},
  };
}

export const memorySwitches = (table: MemoryTable): Switches => ({
  current: async (number) => ({
    off: table.isOff(number),
    ...omitUndefined({ rollout: table.rollouts.get(number) }),
  }),
  async set(number, off, by, at) {
    table.switches.set(number, { number, off, by, at });
  },
  list: async (numbers) =>
    ["*" as const, ...numbers].map((number) => table.switches.get(number) ?? { number, off: false }),
});

export const memoryRollouts = ({ rollouts }: MemoryTable): Rollouts => ({
  find: async (number) => rollouts.get(number),
  async replace(number, rollout, known) {
    if (rollouts.get(number)?.at !== known?.at) return false;
    rollouts.set(number, rollout);
    return true;
  },
});
