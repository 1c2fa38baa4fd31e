import { describe, expect, it } from "@jest/globals";
import { isUnread, previewOf } from "../../../lib/domain/inbox/activity-entry.ts";
import { comparePlaces, indexKeyOf } from "../../../lib/domain/inbox/index-key.ts";
import { holdsAll, searchWords } from "../../../lib/domain/inbox/search-words.ts";
import { anActivity } from "../../contracts/activity-contract.ts";
import { aConversation } from "../../support/make.ts";

const NOW = 1_795_430_010_000;
const conversation = aConversation();
const state = { conversation, version: 1 };

describe("the text of a list", () => {
  it("is one line of at most 200 characters, none of them cut in two", () => {
    expect(previewOf("Hello\n  there\t!")).toBe("Hello there !");
    expect(previewOf("x".repeat(200))).toBe("x".repeat(200));
    const octopuses = previewOf("🐙".repeat(300));
    expect(Array.from(octopuses)).toHaveLength(200);
    expect(octopuses.isWellFormed()).toBe(true);
    expect(octopuses.endsWith("🐙…")).toBe(true);
  });
});

describe("a conversation is unread", () => {
  const unread = (lastInboundAt: number | undefined, entry = {}, replyAt?: number) =>
    isUnread(
      {
        ...state,
        ...(lastInboundAt !== undefined && { lastInboundAt }),
        ...(replyAt !== undefined && { lastStaffReply: { by: "ann", at: replyAt, id: "r" } }),
      },
      { ...entry },
    );

  it("from the customer's message until the team reads or answers it", () => {
    expect(unread(NOW)).toBe(true);
    expect(unread(NOW, { readAt: NOW + 1 })).toBe(false);
    expect(unread(NOW, {}, NOW + 1)).toBe(false);
    expect(unread(NOW, { readAt: NOW - 1 }, NOW - 2)).toBe(true);
    expect(unread(undefined)).toBe(false);
  });

  it("also when the message was written before the team read, and came after it", () => {
    expect(unread(NOW - 9_000, { readAt: NOW, heardAt: NOW + 1 })).toBe(true);
  });
});

describe("the index", () => {
  it("sorts who waits behind all others, by the time since when", () => {
    const other = indexKeyOf(anActivity(conversation, { changedAt: 9_999_999_999_999 }));
    const waiting = indexKeyOf(anActivity(conversation, { waitingSince: 5, changedAt: NOW }));
    expect(other < waiting).toBe(true);
    expect(waiting).toBe(`W#0000000000005#${conversation}`);
    expect(comparePlaces({ at: 10, conversation }, { at: 9, conversation })).toBe(1);
    expect(comparePlaces({ at: 9, conversation }, { at: 9, conversation })).toBe(0);
  });
});

describe("words to search for", () => {
  it("are found in any spelling and order, and all of them", () => {
    expect(searchWords("  José-MÜLLER, gmbh ")).toEqual(["jose", "muller", "gmbh"]);
    expect(holdsAll("Muller GmbH, Jose", searchWords("josé müller"))).toBe(true);
    expect(holdsAll("Jose", searchWords("josé müller"))).toBe(false);
    expect(searchWords("?!")).toEqual([]);
  });
});
