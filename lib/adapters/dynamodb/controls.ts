import type { Controls } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { consentDiffers, mergeConsent, withConsentChange } from "../../domain/consent/consent.ts";
import type { Consent, Pauses, SendBlocks } from "../../domain/conversation/fields.ts";
import { endPause, extendPause, startPause } from "../../domain/conversation/pauses.ts";
import { splitSendBlocks } from "../../domain/conversation/split-send-blocks.ts";
import {
  type Decision,
  decideAssignment,
  decideRelease,
  decideReply,
} from "../../domain/conversation/staff-decisions.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "./items/conditional.ts";
import { lastingConsentOf, updateLastingConsent, withLastingConsent } from "./items/consent-item.ts";
import { expiresAfter, isExpired, keys } from "./items/items.ts";
import {
  nextControlled,
  sendBlocksOf,
  stateOf,
  unchangedSince,
  writeSendBlocks,
  writeWorkerFields,
} from "./items/state-item.ts";

type Standing = { pauses: Pauses; consent: Consent };

/**
 * Reads the send blocks, decides, and writes if no one else has written any. Does not touch the worker's
 * `version`.
 */
export function dynamodbControls(table: Table & { retentionDays: number; clock: Clock }): Controls {
  const { clock, retentionDays } = table;

  /** Writes all of `next`, if there is one. */
  function write<Result>(
    conversation: ConversationId,
    decide: (now: Standing) => { result: Result; next?: SendBlocks | undefined },
  ): Promise<Result> {
    const key = keys.state(conversation);
    return updateOptimistically(async () => {
      const item = await readItem(table, key);
      const { pauses, consent } = splitSendBlocks(item ? sendBlocksOf(item) : {});
      const { result, next } = decide({ pauses, consent });
      if (!next) return { result };
      // An expired item must not come back to life with the worker's fields.
      const over = item !== undefined && isExpired(item, clock.now());
      const { condition, values } = unchangedSince(item, over ? ["version", "controlled"] : ["controlled"]);
      const existing = await updateIf(
        table,
        key,
        {
          ...(over && writeWorkerFields({})),
          ...writeSendBlocks(next),
          ...nextControlled(item),
          expiresAt: expiresAfter(clock.now(), retentionDays),
        },
        { condition, values },
      );
      return existing ? undefined : { result };
    });
  }

  const decidePauses = <Result>(
    conversation: ConversationId,
    decide: (pauses: Pauses) => Decision<Result>,
  ): Promise<Result> =>
    write(conversation, ({ pauses, consent }) => {
      const { result, next } = decide(pauses);
      return { result, next: next && { ...next, ...consent } };
    });

  const changePauses = <Next extends Pauses>(
    conversation: ConversationId,
    change: (pauses: Pauses) => Next | undefined,
  ): Promise<Next | undefined> =>
    decidePauses(conversation, (pauses) => {
      const next = change(pauses);
      return { result: next, ...(next && { next }) };
    });

  return {
    async read(conversation) {
      const [item, consent] = await Promise.all(
        [keys.state(conversation), keys.consent(conversation)].map((key) => readItem(table, key)),
      );
      return withLastingConsent(stateOf(conversation, item, clock.now()), consent);
    },

    async pause(conversation, handoff, resumeAt) {
      const next = await changePauses(conversation, (pauses) => startPause(pauses, handoff, resumeAt));
      return next?.handoff?.id === handoff.id ? "paused" : "already";
    },

    async extend(conversation, resumeAt) {
      await changePauses(conversation, (pauses) => extendPause(pauses, resumeAt));
    },

    async resume(conversation, end) {
      return (
        await changePauses(conversation, (pauses) => endPause(pauses, conversation, end))
      )?.endedHandoffs.at(-1);
    },

    assign: (conversation, assignment) =>
      decidePauses(conversation, (pauses) => decideAssignment(pauses, assignment)),

    release: (conversation, release) =>
      decidePauses(conversation, (pauses) => decideRelease(pauses, release)),

    startReply: (conversation, reply) => decidePauses(conversation, (pauses) => decideReply(pauses, reply)),

    async changeConsent(conversation, change) {
      // First where it lasts: a repeat after a crash completes the rest.
      const lasting = await updateLastingConsent(
        table,
        conversation,
        (kept) => withConsentChange(kept, change) ?? kept,
      );
      return write(conversation, ({ pauses, consent }) => {
        const joined = mergeConsent(consent, lasting);
        return consentDiffers(consent, joined)
          ? { result: "changed", next: { ...pauses, ...joined } }
          : { result: "stale" };
      });
    },

    async keepConsent(id, change) {
      await updateLastingConsent(table, id, (kept) => withConsentChange(kept, change) ?? kept);
    },

    keptConsent: async (id) => lastingConsentOf(await readItem(table, keys.consent(id))),
  };
}
