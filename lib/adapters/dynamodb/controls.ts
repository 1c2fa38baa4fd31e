import type { Controls } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import {
  type Consent,
  consentDiffers,
  mergeConsent,
  withConsentChange,
} from "../../domain/consent/consent.ts";
import type { SendBlocks } from "../../domain/conversation/conversation.ts";
import { splitSendBlocks } from "../../domain/conversation/merge-conversations.ts";
import { endPause, extendPause, type Pauses, startPause } from "../../domain/conversation/pauses.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "./conditional.ts";
import { lastingConsentOf, updateLastingConsent, withLastingConsent } from "./consent-item.ts";
import { expiresAfter, isExpired, keys } from "./items.ts";
import {
  nextControlled,
  sendBlocksOf,
  stateOf,
  unchangedSince,
  writeSendBlocks,
  writeWorkerFields,
} from "./state-item.ts";

type Standing = { pauses: Pauses; consent: Consent };

/** Reads the send blocks, decides, and writes if no one else has written any. Does not touch `version`. */
export function dynamodbControls(table: Table & { retentionDays: number; clock: Clock }): Controls {
  const { clock, retentionDays } = table;

  function write<Next extends SendBlocks>(
    conversation: ConversationId,
    decide: (now: Standing) => Next | undefined,
    whole: (next: Next, now: Standing) => SendBlocks,
  ): Promise<Next | undefined> {
    const key = keys.state(conversation);
    return updateOptimistically(async () => {
      const item = await readItem(table, key);
      const { pauses, consent } = splitSendBlocks(item ? sendBlocksOf(item) : {});
      const now = { pauses, consent };
      const result = decide(now);
      if (!result) return { result };
      // An expired item must not come back to life with the worker's fields.
      const over = item !== undefined && isExpired(item, clock.now());
      const { condition, values } = unchangedSince(item, over ? ["version", "controlled"] : ["controlled"]);
      const existing = await updateIf(
        table,
        key,
        {
          ...(over && writeWorkerFields({})),
          ...writeSendBlocks(whole(result, now)),
          ...nextControlled(item),
          expiresAt: expiresAfter(clock.now(), retentionDays),
        },
        { condition, values },
      );
      return existing ? undefined : { result };
    });
  }

  const pausesOf = <Next extends SendBlocks>(
    conversation: ConversationId,
    decide: (pauses: Pauses) => Next | undefined,
  ) =>
    write(
      conversation,
      ({ pauses }) => decide(pauses),
      (next, { consent }) => ({ ...next, ...consent }),
    );

  return {
    async read(conversation) {
      const [item, consent] = await Promise.all(
        [keys.state(conversation), keys.consent(conversation)].map((key) => readItem(table, key)),
      );
      return withLastingConsent(stateOf(conversation, item, clock.now()), consent);
    },

    async pause(conversation, handoff, resumeAt) {
      return (await pausesOf(conversation, (pauses) => startPause(pauses, handoff, resumeAt)))
        ? "paused"
        : "already";
    },

    async extend(conversation, resumeAt) {
      await pausesOf(conversation, (pauses) => extendPause(pauses, resumeAt));
    },

    async resume(conversation, end) {
      return (
        await pausesOf(conversation, (pauses) => endPause(pauses, conversation, end))
      )?.endedHandoffs.at(-1);
    },

    async changeConsent(conversation, change) {
      // First where it lasts: a repeat after a crash completes the rest.
      const lasting = await updateLastingConsent(
        table,
        conversation,
        (kept) => withConsentChange(kept, change) ?? kept,
      );
      const next = await write(
        conversation,
        ({ consent }) => {
          const joined = mergeConsent(consent, lasting);
          return consentDiffers(consent, joined) ? joined : undefined;
        },
        (consent, { pauses }) => ({ ...pauses, ...consent }),
      );
      return next ? "changed" : "stale";
    },

    async keepConsent(id, change) {
      await updateLastingConsent(table, id, (kept) => withConsentChange(kept, change) ?? kept);
    },

    keptConsent: async (id) => lastingConsentOf(await readItem(table, keys.consent(id))),
  };
}
