import type { Item } from "../../../lib/adapters/dynamodb/items/items.ts";
import type { DelayedAnswer } from "../../../lib/application/ports/status-ports.ts";
import type { ConsentChange } from "../../../lib/domain/consent/consent-change.ts";
import type { KeptOptIns } from "../../../lib/domain/consent/opt-in.ts";
import type { Handoff } from "../../../lib/domain/handoff/handoff.ts";
import { conversationId, messageId, numberName, turnId } from "../../../lib/domain/ids.ts";
import type { InboundMessage } from "../../../lib/domain/inbound/inbound.ts";
import type { ActivityEntry } from "../../../lib/domain/inbox/activity-entry.ts";
import type { StoredRollout } from "../../../lib/domain/rollout/rollout.ts";
import type { Outbound } from "../../../lib/domain/turn/outbound.ts";
import type { Turn } from "../../../lib/domain/turn/turn.ts";
import type { Store } from "../../contracts/store.ts";

/** Fixed: what is written is compared with what was recorded once. */
export const NOW = 1_795_430_010_000;
export const [conversation, merged, byPhone] = [
  conversationId("conv"),
  conversationId("merged"),
  conversationId("by-phone"),
];
export const number = numberName("support");
export const session = "hash-of-session";
const customer = { userId: "US.41002003004005006007", phone: "15550177001", profileName: "Dana Test" };

const aMessage = (id: string, text: string): InboundMessage => ({
  id: messageId(id),
  provider: "meta",
  businessNumber: "310000000000007",
  customer,
  sentAt: NOW - 9_000,
  content: { kind: "text", text },
});
export const waiting = {
  ...aMessage("wamid.1", "Do you ship to Canada?"),
  quoted: "wamid.0",
  referral: { sourceType: "ad", sourceId: "7" },
};
const ended = aMessage("wamid.2", "Thanks");
export const reference = { conversation, turn: turnId("t1"), part: 0, attempt: 1 };
export const turn: Turn = {
  id: turnId("t1"),
  number,
  messages: [ended.id],
  startedAt: NOW - 8_000,
  agentFailures: 1,
  parts: [
    { text: "Yes.", state: "accepted", sendingAt: NOW - 7_000, attempts: 1, id: "wamid.out" },
    { text: "Anything else?", state: "pending", attempts: 0, options: ["No"] },
  ],
  ending: { kind: "answered" },
};
const progress = {
  isFirstContact: false,
  indexedAs: `${session} ${byPhone}`,
  sentIds: ["wamid.out"],
  lead: { name: "profile Dana" },
};
export const handoff: Handoff = {
  id: "h1",
  reason: "asked",
  since: NOW,
  summary: "a broken lamp",
  origin: conversation,
};
export const stop: ConsentChange = {
  id: "w1",
  action: "stop",
  scope: "templates",
  source: "preference",
  at: NOW,
};
export const reply: Outbound = {
  id: "o1",
  number,
  at: NOW,
  by: "arn:aws:iam::000000000000:user/sam",
  content: { kind: "reply", text: "Hello" },
};
export const note = { id: "n1", at: NOW, by: "ann", text: "is moving soon" };
export const activity: ActivityEntry = {
  conversation,
  number,
  name: "Dana Test",
  lastAt: NOW,
  lastText: "Do you ship to Canada?",
  textAt: NOW - 9_000,
  heardAt: NOW - 8_000,
  waitingSince: NOW - 7_000,
  assignedTo: "ann",
  assignedAt: NOW,
  merged: 1,
  changedAt: NOW,
  revision: 1,
};
export const delayed: DelayedAnswer = {
  conversation,
  number,
  since: NOW - 8_000,
  why: "stopped",
  until: NOW + 60_000,
};
export const act = { at: NOW, by: "arn:aws:iam::000000000000:user/sam", what: "pause" };
export const worker = {
  sessionId: "15550177001",
  number,
  customer,
  lastInboundAt: NOW - 9_000,
  turn,
  progress,
};

export const keptOptIns: KeptOptIns = {
  optIns: [{ id: "o1", at: NOW - 9_000, source: "a form", text: "offers", by: act.by, recordedAt: NOW }],
  owner: conversation,
  copies: [byPhone],
};

/** One item of each kind, written by the current code. */
export const rollout: StoredRollout = {
  percent: 10,
  contacts: [byPhone],
  others: "handoff",
  drafts: true,
  by: "arn:aws:iam::000000000000:user/sam",
  at: NOW,
};

export async function writeEveryItem(store: Store): Promise<void> {
  const {
    ledger,
    links,
    conversations,
    controls,
    outbox,
    deliveries,
    directory,
    leads,
    handoffs,
    history,
    campaigns,
    allowance,
    switches,
    rollouts,
    optIns,
    repeatedTexts,
    notes,
    drafts,
  } = store;
  const entry = { conversation, number, arrivedAt: NOW, position: 0 };
  await ledger.record({ ...entry, message: waiting });
  await links.set(byPhone, { to: conversation, since: NOW }, undefined);
  await ledger.record({ ...entry, message: ended });
  await conversations.end([conversation], [ended.id], { kind: "failed", reason: "agent" }, turn.id);
  await conversations.save({ conversation, version: 0, ...worker }, []);
  await controls.pause(conversation, { ...handoff, id: "h0" }, NOW + 1);
  await controls.resume(conversation, { at: NOW, how: "resume" });
  await controls.pause(conversation, handoff, NOW + 2);
  await controls.changeConsent(conversation, stop);
  await conversations.archive(conversation, turn);
  await conversations.suspendNumber(number, NOW + 60_000, "131056");
  await deliveries.record({ provider: "meta", state: "failed", code: "131047", at: NOW, reference });
  await outbox.add(conversation, reply);
  await repeatedTexts.note(number, "hash-of-text", conversation);
  await history.record(conversation, "a1", act);
  await history.record("*", "a2", { ...act, what: "switch" });
  await directory.note(conversation, { number, session, names: [byPhone] });
  await leads.merge(conversation, number, { email: { value: "dana@example.com", source: "agent" } }, NOW);
  await leads.published(conversation, 1);
  await handoffs.add(handoff);
  await notes.add(conversation, note);
  await drafts.save([conversation], "ann", { text: "We will send", at: NOW });
  await campaigns.claim("spring", conversation, number, reply.id);
  await campaigns.end("spring", conversation, { state: "failed", code: "131026" });
  await allowance.add(number, NOW);
  await store.activity.save(activity, undefined);
  await store.activity.markRead(conversation, NOW + 1);
  await switches.set(number, true, act.by, NOW);
  await rollouts.replace(number, rollout, undefined);
  await optIns.replace(conversation, keptOptIns, undefined);
  await store.delayedAnswers.note(delayed);
  await store.failureCounts.add(number, { kind: "send", code: "131056", conversation });
}

const KINDS: readonly [RegExp, string][] = [
  [/^ALIAS#.* LINK$/, "link"],
  [/^ALIAS#.* NAME$/, "name"],
  [/^NUMBER#.* NUMBER$/, "number"],
  [/^NUMBER#.* SWITCH$/, "switch"],
  [/^NUMBER#.* ROLLOUT$/, "rollout"],
  [/^NUMBER#.* HOUR#/, "hour"],
  [/^NUMBER#.* TEXT#/, "repeated-text"],
  [/^INBOX#/, "activity"],
  [/^ASSIGNED#/, "assignment"],
  [/^ACTS /, "act-of-business"],
  [/^CONV#.* IN#/, "inbound"],
  [/^CONV#.* OUT#/, "outbound"],
  [/^(?:CONV#.* )(STATE|CONSENT|OPTIN|TURN|ACT|DELIVERY|NOTE|DRAFT)\b/, "$1"],
  [/^(SESSION|CAMPAIGN|LEAD|HANDOFF|DELAYED|FAILURES)\b/, "$1"],
];

/** Named as its fixture. Throws for a kind that has no fixture yet. */
export function kindOf(item: Item): string {
  const key = `${item.pk?.S} ${item.sk?.S}`;
  for (const [pattern, name] of KINDS) {
    const found = pattern.exec(key);
    if (found)
      return `${name.replace("$1", found[1]?.toLowerCase() ?? "")}${name === "inbound" && item.outcome ? "-ended" : ""}`;
  }
  throw new Error(`name the kind of ${key} in every-item.ts, and record it`);
}
