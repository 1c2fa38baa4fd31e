import { describe, expect, it } from "@jest/globals";
import type { FailureKind } from "../../lib/application/ports/status-ports.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { aConversation, unique } from "../support/make.ts";
import { atOnce, NOW, type Store } from "./store.ts";

const support = numberName("support");

export function statusContract(name: string, open: () => Store) {
  describe(`${name} knows what went wrong lately`, () => {
    it("lists late answers, the longest waiting first, each once, and not those whose time is over", async () => {
      const { delayedAnswers } = open();
      const [one, two, over] = [aConversation(), aConversation(), aConversation()];
      const base = { number: support, until: NOW + 60_000 } as const;
      await delayedAnswers.note({ ...base, conversation: two, since: NOW - 2_000, why: "agent" });
      await delayedAnswers.note({ ...base, conversation: one, since: NOW - 9_000, why: "agent" });
      await delayedAnswers.note({ ...base, conversation: one, since: NOW - 9_000, why: "stopped" });
      await delayedAnswers.note({
        ...base,
        conversation: over,
        since: NOW - 9_500,
        why: "agent",
        until: NOW,
      });
      const mine = async () =>
        (await delayedAnswers.list(100)).answers.filter(({ conversation }) =>
          [one, two, over].includes(conversation),
        );
      expect(await mine()).toEqual([
        { ...base, conversation: one, since: NOW - 9_000, why: "stopped" },
        { ...base, conversation: two, since: NOW - 2_000, why: "agent" },
      ]);
      expect(await delayedAnswers.list(1)).toMatchObject({ more: true });
      await delayedAnswers.remove(one, NOW - 9_000);
      await delayedAnswers.remove(one, NOW - 9_000);
      expect((await mine()).map(({ conversation }) => conversation)).toEqual([two]);
      await delayedAnswers.remove(two, NOW - 2_000);
    });

    it("lists the longest waiting of many first, those of one moment by their conversation", async () => {
      const { delayedAnswers } = open();
      const several = Array.from({ length: 40 }, (_, index) => ({
        conversation: aConversation(),
        number: support,
        why: "agent" as const,
        since: NOW - 90_000 + Math.floor(index / 4),
        until: NOW + 60_000,
      }));
      for (const each of several.toReversed()) await delayedAnswers.note(each);
      const { answers } = await delayedAnswers.list(30);
      const inOrder = several.toSorted(
        (a, b) => a.since - b.since || (a.conversation < b.conversation ? -1 : 1),
      );
      expect(answers).toEqual(inOrder.slice(0, 30));
      for (const { conversation, since } of several) await delayedAnswers.remove(conversation, since);
    });

    it("counts failures by number, kind and code, also of many at once", async () => {
      const { failureCounts } = open();
      const [mine, other] = [numberName(unique("number")), numberName(unique("number"))];
      const failed = (kind: FailureKind, code: string) =>
        failureCounts.add(mine, { kind, code, conversation: aConversation() });
      await atOnce(30, () => failed("agent", "http_503"));
      await failed("send", "190");
      const found = await failureCounts.since(mine, NOW - 3_600_000);
      expect(found.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
        { kind: "agent", code: "http_503", count: 30, lastAt: NOW },
        { kind: "send", code: "190", count: 1, lastAt: NOW },
      ]);
      expect(await failureCounts.since(other, NOW - 3_600_000)).toEqual([]);
      expect(await failureCounts.since(mine, NOW + 600_000)).toEqual([]);
    });

    it("knows until when a number is throttled", async () => {
      const { conversations } = open();
      const number = numberName(unique("number"));
      expect(await conversations.throttledUntil(number)).toBeUndefined();
      await conversations.reserveSendSlot(number, NOW + 2_000, 10);
      expect(await conversations.throttledUntil(number)).toBe(NOW + 2_000);
      await conversations.reserveSendSlot(number, NOW - 1, 10);
      expect(await conversations.throttledUntil(number)).toBeUndefined();
    });
  });
}
