import type { Controls } from "../../application/ports/control-ports.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { type Consent, consentDiffers, mergedConsent, withConsentChange } from "../../domain/consent/consent.ts";
import type { SendBlocks } from "../../domain/conversation/conversation.ts";
import { parted } from "../../domain/conversation/merged.ts";
import { extended, type Pauses, paused, resumed } from "../../domain/conversation/pauses.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { readItem, setIf, type Table, untilWritten } from "./conditional.ts";
import { keepWishes, wishesIn, withWishes } from "./consent-item.ts";
import { expired, expiry, keys } from "./items.ts";
import { controlledPart, sendBlocksOf, silencesPart, stateOf, unwritten, workersPart } from "./state-item.ts";

/** SendBlocks are read, decided upon and written under the condition that nobody else has written any meanwhile. The worker's `version` is left alone. */
export function dynamodbControls(table: Table & { retentionDays: number; clock: Clock }): Controls {
  const { clock, retentionDays } = table;

  /** Gives what `decide` gave; writes what it says, if anything. */
  function write<Next extends SendBlocks>(
    conversation: ConversationId,
    decide: (now: { pauses: Pauses; wishes: Consent }) => Next | undefined,
    whole: (next: Next, now: { pauses: Pauses; wishes: Consent }) => SendBlocks,
  ): Promise<Next | undefined> {
    const key = keys.state(conversation);
    return untilWritten(async () => {
      const item = await readItem(table, key);
      const now = parted(item ? sendBlocksOf(item) : {});
      const result = decide(now);
      if (!result) return { result };
      // What the worker kept must not come back to life with the item.
      const over = item !== undefined && expired(item, clock.now());
      const { condition, values } = unwritten(item, over ? ["version", "controlled"] : ["controlled"]);
      const standing = await setIf(
        table,
        key,
        {
          ...(over && workersPart({})),
          ...silencesPart(whole(result, now)),
          ...controlledPart(item),
          expiresAt: expiry(clock.now(), retentionDays),
        },
        { condition, values },
      );
      return standing ? undefined : { result };
    });
  }

  const pausesOf = <Next extends SendBlocks>(conversation: ConversationId, decide: (pauses: Pauses) => Next | undefined) =>
    write(
      conversation,
      ({ pauses }) => decide(pauses),
      (next, { wishes }) => ({ ...next, ...wishes }),
    );

  return {
    async read(conversation) {
      const [item, wishes] = await Promise.all([keys.state(conversation), keys.wishes(conversation)].map((key) => readItem(table, key)));
      return withWishes(stateOf(conversation, item, clock.now()), wishes);
    },

    async pause(conversation, handoff, resumeAt) {
      return (await pausesOf(conversation, (pauses) => paused(pauses, handoff, resumeAt))) ? "paused" : "already";
    },

    async extend(conversation, resumeAt) {
      await pausesOf(conversation, (pauses) => extended(pauses, resumeAt));
    },

    async resume(conversation, end) {
      return (await pausesOf(conversation, (pauses) => resumed(pauses, conversation, end)))?.endedHandoffs.at(-1);
    },

    async changeConsent(conversation, change) {
      // First where it lasts: whoever dies in between finds it there, and then brings it here.
      const lasting = await keepWishes(table, conversation, (kept) => withConsentChange(kept, change) ?? kept);
      const next = await write(
        conversation,
        ({ wishes }) => {
          const joined = mergedConsent(wishes, lasting);
          return consentDiffers(wishes, joined) ? joined : undefined;
        },
        (wishes, { pauses }) => ({ ...pauses, ...wishes }),
      );
      return next ? "changed" : "stale";
    },

    async keepConsent(id, change) {
      await keepWishes(table, id, (kept) => withConsentChange(kept, change) ?? kept);
    },

    keptConsent: async (id) => wishesIn(await readItem(table, keys.wishes(id))),
  };
}
