import { describe, expect, it } from "@jest/globals";
import { definedAttributes } from "../../../lib/adapters/dynamodb/items/items.ts";
import { messageItem, pendingOf } from "../../../lib/adapters/dynamodb/items/message-item.ts";
import { plainItem } from "../../../lib/adapters/dynamodb/items/plain-item.ts";
import {
  stateOf,
  writeMerge,
  writeSendBlocks,
  writeWorkerFields,
} from "../../../lib/adapters/dynamodb/items/state-item.ts";
import type { ConversationState, PendingMessage } from "../../../lib/domain/conversation/conversation.ts";
import { conversationId, messageId } from "../../../lib/domain/ids.ts";
import * as written from "./every-item.ts";

const { conversation, number, NOW } = written;

/** With every field: a new one does not compile until it is named here. */
const state: Required<ConversationState> = {
  ...written.worker,
  conversation,
  version: 3,
  identity: { changedAt: NOW, formerIds: ["US.1"] },
  movedTo: conversationId("elsewhere"),
  mergedFrom: [written.merged],
  pausedAt: NOW,
  handoff: written.handoff,
  resumeAt: NOW + 1,
  endedHandoffs: [
    { id: "h0", reason: "asked", since: NOW, origin: conversation, endedAt: NOW, how: "resume" },
  ],
  assignee: { by: "ann", at: NOW },
  lastStaffReply: {
    by: "ann",
    at: NOW,
    id: "o2",
    earlier: { by: "ann", at: NOW - 2, id: "o0" },
    other: { by: "ben", at: NOW - 1, id: "o1" },
  },
  optedOutAt: NOW,
  noTemplatesAt: NOW,
  optedInAt: NOW,
  consentChange: written.stop,
};
const message: Required<PendingMessage> = {
  id: messageId("wamid.1"),
  number,
  customer: written.worker.customer,
  content: { kind: "text", text: "Is it in stock?" },
  quoted: "wamid.0",
  forwarded: true,
  referral: { sourceType: "ad", sourceId: "7" },
  product: { id: "lamp-7", catalogId: "c1" },
  sentAt: NOW - 1,
  arrivedAt: NOW,
  understandingAt: NOW,
};

const stateItem = definedAttributes({
  version: { N: "3" },
  ...writeWorkerFields(state),
  ...writeSendBlocks(state),
  ...writeMerge({ mergedFrom: state.mergedFrom }),
});

describe("items", () => {
  it("keep every field of a conversation", () => {
    expect(stateOf(conversation, stateItem, NOW)).toEqual(state);
  });

  it("keep every field of a waiting message", () => {
    expect(pendingOf(messageItem(conversation, message, 30))).toEqual(message);
  });

  it("show every field in an export as it is, and not as text", () => {
    const { conversation: _, ...fields } = state;
    expect(plainItem(stateItem)).toEqual(fields);
    expect(plainItem(messageItem(conversation, message, 30))).toMatchObject(message);
  });
});
