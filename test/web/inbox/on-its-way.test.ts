import { describe, expect, it } from "@jest/globals";
import { StatusRhythm } from "../../../web/inbox/data/on-its-way.ts";
import type { Chat, Message } from "../../../web/inbox/data/people.ts";

const chat = (...messages: readonly Partial<Message>[]): Chat => ({
  conversation: "c",
  lastAt: 0,
  state: "person",
  unread: false,
  messages: messages.map((message, at) => ({
    id: `${at}`,
    at,
    from: "staff",
    kind: "text",
    text: "",
    ...message,
  })),
  more: false,
  notes: [],
  acts: [],
});
const dueAt = (rhythm: StatusRhythm, given: Chat, seconds: number) =>
  Array.from({ length: seconds }, (_, at) => at).filter((at) => rhythm.isDue(given, at * 1000));

describe("reading a chat again for what became of its messages", () => {
  it.each(["queued", "sent", "delivered"])("is ever rarer after “%s”, until it is read", (status) => {
    expect(dueAt(new StatusRhythm(), chat({ status }), 100)).toEqual([2, 6, 14, 30, 62]);
  });

  it("is every five minutes at last", () => {
    const due = dueAt(new StatusRhythm(), chat({ status: "delivered" }), 3_600);
    expect(due.slice(-3).map((at, index, all) => at - (all[index - 1] ?? at))).toEqual([0, 300, 300]);
  });

  it.each(["read", "failed", "cancelled"])("is not needed after “%s”", (status) => {
    expect(dueAt(new StatusRhythm(), chat({ status }), 100)).toEqual([]);
  });

  it("is not needed for what the customer wrote", () => {
    expect(dueAt(new StatusRhythm(), chat({ from: "customer", status: "sent" }), 100)).toEqual([]);
  });

  it("begins again with a new message", () => {
    const rhythm = new StatusRhythm();
    dueAt(rhythm, chat({ status: "sent" }), 40);
    expect(rhythm.isDue(chat({ status: "sent" }, { status: "queued" }), 40_000)).toBe(false);
    expect(rhythm.isDue(chat({ status: "sent" }, { status: "queued" }), 42_000)).toBe(true);
  });
});
