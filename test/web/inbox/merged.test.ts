import { describe, expect, it } from "@jest/globals";
import { merged, withOlder } from "../../../web/inbox/data/merged.ts";
import type { Chat } from "../../../web/inbox/data/people.ts";

const id = (at: number) => `${String(at).padStart(13, "0")}.k`;
const chat = (ats: readonly number[], more = false, conversation = "c"): Chat => ({
  conversation,
  lastAt: 0,
  state: "bot",
  unread: false,
  messages: ats.map((at) => ({ id: id(at), at, from: "customer", kind: "text", text: "" })),
  more,
  notes: [],
  acts: ats.map((at) => ({ at, by: "ann", what: "assign" })),
});
const ats = ({ messages }: Chat) => messages.map(({ at }) => at);

describe("a chat that is read again", () => {
  it("keeps the older pages above the newest one", () => {
    const result = merged(chat([1, 2, 3, 4], false), chat([3, 4, 5], true));
    expect(ats(result)).toEqual([1, 2, 3, 4, 5]);
    expect(result.more).toBe(false);
  });

  it("keeps each act once, beside older messages and newer ones", () => {
    const both = merged(withOlder(chat([3, 4], true), chat([1, 2])), chat([4, 5], true));
    expect(both.acts.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5]);
    expect(ats(both)).toEqual([1, 2, 3, 4, 5]);
    expect(both.more).toBe(false);
  });

  it("drops what is gone from the newest page", () => {
    expect(ats(merged(chat([1, 2, 3]), chat([2], true)))).toEqual([1, 2]);
  });

  it("begins again when so much was written that the pages do not meet", () => {
    const result = merged(chat([1, 2, 3], false), chat([7, 8, 9], true));
    expect(ats(result)).toEqual([7, 8, 9]);
    expect(result.more).toBe(true);
  });

  it("is the fresh one for another conversation, and for the first page", () => {
    expect(ats(merged(chat([1, 2], false, "other"), chat([2])))).toEqual([2]);
    expect(ats(merged(undefined, chat([2])))).toEqual([2]);
  });
});
