import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import { noteActivity } from "../../lib/application/inbox/note-activity.ts";
import type { Activity, InboxLists } from "../../lib/application/ports/activity.ts";
import type { Controls, Directory, Leads } from "../../lib/application/ports/control-ports.ts";
import type { History } from "../../lib/application/ports/history.ts";
import type { Conversations } from "../../lib/application/ports/ports.ts";
import { inboxChanges } from "../../lib/application/staff/inbox/inbox-changes.ts";
import { type InboxView, listInbox } from "../../lib/application/staff/inbox/list-inbox.ts";
import { markRead } from "../../lib/application/staff/inbox/mark-read.ts";
import { searchInbox } from "../../lib/application/staff/inbox/search-inbox.ts";
import { parseContactIdentifier } from "../../lib/domain/conversation/contact-identifier.ts";
import type { ConversationState } from "../../lib/domain/conversation/conversation.ts";
import { type ConversationId, numberName } from "../../lib/domain/ids.ts";
import type { News } from "../../lib/domain/inbox/activity-entry.ts";
import { aHandoff } from "../contracts/store.ts";
import type { FakeClock } from "./fakes.ts";
import { aConversation } from "./make.ts";
import { conversationFor } from "./operator-world.ts";

type Ports = {
  activity: Activity;
  lists: InboxLists;
  controls: Controls;
  conversations: Conversations;
  directory: Directory;
  leads: Leads;
  history: History;
};

/** The inbox's lists over what is stored, and conversations in them. */
export function inboxListsWorld(clock: FakeClock, ports: Ports) {
  const deps = {
    ...ports,
    clock,
    numbers: [
      { name: numberName("support"), provider: "meta" as const },
      { name: numberName("sales"), provider: "twilio" as const },
    ],
    conversationFor,
    contactOf: (text: string) => parseContactIdentifier(text, parseContactPhone),
  };
  const note = (conversation: ConversationId, news?: News) => noteActivity(deps, conversation, news);

  /** One in which the customer has just written, as the worker leaves it. */
  async function has(change: Partial<ConversationState> = {}, conversation = aConversation()) {
    const at = clock.now();
    const customer = { phone: "15550177001", profileName: "Dana Test" };
    const number = numberName("support");
    await ports.conversations.save(
      { conversation, version: 0, number, customer, lastInboundAt: at, ...change },
      [],
    );
    await note(conversation, { at, text: "Hello", arrivedAt: at });
    return conversation;
  }

  async function asksForPerson(conversation: ConversationId, since = clock.now()) {
    await ports.controls.pause(conversation, aHandoff(conversation, { since }), since + 9_000_000);
    await note(conversation);
  }

  async function assign(conversation: ConversationId, by: string) {
    const [at, handoff] = [clock.now(), aHandoff(conversation, { reason: "operator" as const })];
    const result = await ports.controls.assign(conversation, {
      by,
      at,
      handoff,
      resumeAt: at + 9_000_000,
      force: true,
    });
    await note(conversation, { at });
    return result;
  }

  async function list(view: InboxView, more: { user?: string; number?: string; cursor?: string } = {}) {
    const { number, ...rest } = { user: "ann", ...more };
    const listed = await listInbox(deps, { view, ...rest, ...(number && { number: numberName(number) }) });
    if (listed === "bad-cursor") throw new Error("the cursor is refused");
    return listed;
  }

  async function changes(since?: string, conversation?: ConversationId) {
    const found = await inboxChanges(deps, {
      ...(since && { since }),
      ...(conversation && { conversation }),
    });
    if (found === "bad-cursor") throw new Error("the cursor is refused");
    return found;
  }

  return {
    ...ports,
    clock,
    deps,
    note,
    has,
    asksForPerson,
    assign,
    list,
    changes,
    search: (text: string, number?: string) =>
      searchInbox(deps, { text, ...(number && { number: numberName(number) }) }),
    read: (conversation: ConversationId) => markRead(deps, conversation),
  };
}
