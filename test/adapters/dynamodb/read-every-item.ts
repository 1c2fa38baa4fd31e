import { expect } from "@jest/globals";
import type { Store } from "../../contracts/store.ts";
import * as written from "./every-item.ts";

const { conversation, number, NOW } = written;

/** All that can be read of the items, in the domain's terms. */
export async function expectAllRead({
  conversations,
  links,
  deliveries,
  outbox,
  directory,
  leads,
  handoffs,
  history,
  campaigns,
  allowance,
  switches,
  optIns,
  repeatedTexts,
  notes,
  drafts,
  activity,
  lists,
  delayedAnswers,
  failureCounts,
}: Store) {
  const { provider: _p, businessNumber: _b, ...waiting } = written.waiting;
  expect(await conversations.load(conversation, number)).toMatchObject({
    state: {
      conversation,
      version: 1,
      ...written.worker,
      pausedAt: NOW,
      handoff: written.handoff,
      resumeAt: NOW + 2,
      endedHandoffs: [{ id: "h0", endedAt: NOW, how: "resume" }],
      noTemplatesAt: NOW,
      consentChange: written.stop,
    },
    pending: [{ ...waiting, number, arrivedAt: NOW }],
    outbound: [written.reply],
    suspendedUntil: NOW + 60_000,
    switchedOff: true,
    rollout: written.rollout,
  });
  expect(await optIns.find(conversation)).toMatchObject(written.keptOptIns);
  expect(await links.find(written.byPhone)).toEqual({ to: conversation, since: NOW });
  expect(await conversations.load(written.byPhone)).toMatchObject({
    linkedTo: conversation,
    phoneOwner: conversation,
  });
  expect(await conversations.archived(conversation, written.turn.id)).toMatchObject(written.turn);
  expect(await deliveries.find(written.reference)).toEqual({ state: "failed", code: "131047" });
  expect(await outbox.find(conversation, "o1")).toMatchObject({ ...written.reply, state: "waiting" });
  expect(await directory.bySession(written.session)).toEqual([{ conversation, number }]);
  expect(await directory.byName(written.byPhone)).toBe(conversation);
  const lead = {
    conversation,
    number,
    fields: { email: { value: "dana@example.com", source: "agent", at: NOW } },
    revision: 1,
    published: 1,
  };
  expect(await leads.find(conversation)).toMatchObject(lead);
  expect(await leads.list()).toMatchObject({ leads: [lead] });
  expect(await handoffs.list()).toMatchObject([written.handoff]);
  expect(await campaigns.jobs("spring")).toEqual([
    { conversation, outbound: "o1", state: "failed", code: "131026" },
  ]);
  const listed = { ...written.activity, readAt: NOW + 1 };
  expect(await activity.find(conversation)).toEqual(listed);
  expect((await lists.assignedTo("ann", 10)).entries).toEqual([listed]);
  expect(await repeatedTexts.customersOf(number, "hash-of-text")).toBe(1);
  expect(await allowance.usedSince(number, NOW, NOW)).toBe(1);
  expect(await switches.list([number])).toMatchObject([
    { off: false },
    { number, off: true, by: written.act.by, at: NOW },
  ]);
  expect(await delayedAnswers.list(10)).toEqual({ answers: [written.delayed], more: false });
  expect(await failureCounts.since(number, NOW)).toEqual([
    { kind: "send", code: "131056", count: 1, lastAt: NOW },
  ]);
  expect(await history.acts(conversation)).toMatchObject([written.act]);
  expect(await notes.list([conversation])).toMatchObject([written.note]);
  expect(await drafts.find([conversation], "ann")).toBe("We will send");
  expect(await history.acts("*")).toMatchObject([{ what: "switch" }]);
  const said = JSON.stringify(await history.transcript([conversation]));
  for (const text of ["Do you ship to Canada?", "Thanks", "Yes."]) expect(said).toContain(text);
}
