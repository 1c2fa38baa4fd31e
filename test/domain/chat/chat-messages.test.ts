import { describe, expect, it } from "@jest/globals";
import { chatMessageId, parseChatMessageId } from "../../../lib/domain/chat/chat-message-id.ts";
import { chatMessages, chatPage } from "../../../lib/domain/chat/chat-messages.ts";
import { failureText } from "../../../lib/domain/chat/failure-text.ts";
import type {
  KeptChat,
  KeptDelivery,
  KeptMessage,
  KeptOutbound,
} from "../../../lib/domain/chat/kept-chat.ts";
import { messageId, numberName, turnId } from "../../../lib/domain/ids.ts";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import type { Part, Turn } from "../../../lib/domain/turn/turn.ts";

const NOW = 1_795_430_010_000;
const number = numberName("support");

const wrote = (id: string, at: number, content: Content, more: Partial<KeptMessage> = {}): KeptMessage => ({
  id: messageId(id),
  hash: `hash-${id}`,
  content,
  sentAt: at,
  arrivedAt: at + 500,
  ...more,
});
const says = (id: string, at: number, text: string, more: Partial<KeptMessage> = {}) =>
  wrote(id, at, { kind: "text", text }, more);

const part = (text: string, more: Partial<Part> = {}): Part => ({
  text,
  state: "accepted",
  attempts: 1,
  sendingAt: NOW,
  ...more,
});
const turn = (id: string, parts: readonly Part[], more: Partial<Turn> = {}): Turn => ({
  id: turnId(id),
  number,
  messages: [],
  startedAt: NOW - 9,
  agentFailures: 0,
  parts,
  ending: { kind: "answered" },
  ...more,
});
const reply = (id: string, more: Partial<KeptOutbound> = {}): KeptOutbound => ({
  id,
  number,
  at: NOW - 100,
  by: "ann",
  content: { kind: "reply", text: `text of ${id}` },
  state: "waiting",
  ...more,
});
const status = (state: KeptDelivery["state"], more: Partial<KeptDelivery> = {}): KeptDelivery => ({
  turn: turnId("t1"),
  part: 0,
  attempt: 1,
  state,
  ...more,
});
const chat = (kept: Partial<KeptChat>, now = NOW) =>
  chatMessages({ messages: [], turns: [], outbound: [], deliveries: [], ...kept }, now);
const shown = (kept: Partial<KeptChat>, now = NOW) =>
  chat(kept, now).map(({ from, by, text, status }) => [from, by, text, status].filter(Boolean).join(" | "));

describe("a chat", () => {
  it("tells who wrote what, in order of time", () => {
    const echo: Content = { kind: "echo", what: "text", text: "from the app" };
    const kept = {
      messages: [
        says("m2", NOW + 60_000, "thanks"),
        says("m1", NOW - 5_000, "hello?", { outcome: { kind: "answered" } }),
        wrote("m3", NOW + 90_000, echo),
        wrote("m4", NOW + 91_000, { ...echo, text: "away", automatic: true }),
      ],
      turns: [
        turn("t1", [part("hi"), part("how are you?", { sendingAt: NOW + 1 })]),
        turn("t2", [part("is it solved?", { sendingAt: NOW + 99_000 })], { by: "system" }),
        turn("t3", [part("I am Ann", { sendingAt: NOW + 70_100 })], { by: "person", outbound: "r1" }),
      ],
      outbound: [reply("r1", { at: NOW + 70_000, state: "sent" })],
    };
    expect(shown(kept)).toEqual([
      "customer | hello? | answered",
      "bot | hi | sent",
      "bot | how are you? | sent",
      "customer | thanks",
      "staff | ann | I am Ann | sent",
      "staff | from the app",
      "system | away",
      "system | is it solved? | sent",
    ]);
    expect(chat(kept).map(({ at }) => at)).toEqual(
      chat(kept)
        .map(({ at }) => at)
        .toSorted(),
    );
  });

  it("keeps the order of arrival within a second, and does not believe a clock that is ahead", () => {
    const messages = ["z", "a", "k"].map((id, index) => says(id, NOW, id, { arrivedAt: NOW + 100 + index }));
    const ahead = says("ahead", NOW + 3_600_000, "ahead", { arrivedAt: NOW + 200 });
    expect(chat({ messages: [...messages.toReversed(), ahead] }).map(({ text }) => text)).toEqual([
      "z",
      "a",
      "k",
      "ahead",
    ]);
    expect(chat({ messages: [ahead] })[0]?.at).toBe(NOW + 200);
  });

  it("shows a customer's message once, though it was in two conversations", () => {
    const moved = says("m1", NOW, "hello", { outcome: { kind: "ignored", reason: "moved" } });
    const answered = says("m1", NOW, "hello", { outcome: { kind: "answered" } });
    for (const messages of [
      [moved, answered],
      [answered, moved],
    ])
      expect(shown({ messages })).toEqual(["customer | hello | answered"]);
    expect(shown({ messages: [moved] })).toEqual([]);
  });

  it("shows what is quoted, also of ours, and what a reaction is to", () => {
    const kept = {
      messages: [
        says("m1", NOW - 9, "long ".repeat(100)),
        says("m2", NOW + 5, "that one", { quoted: "wamid.out" }),
        wrote("m3", NOW + 6, { kind: "reaction", to: "wamid.out", emoji: "+1" }),
        says("m4", NOW + 7, "what?", { quoted: "wamid.unknown" }),
      ],
      turns: [
        turn("t1", [
          part("Which one?", { id: "wamid.out", replyTo: messageId("m1"), options: ["This", "That"] }),
        ]),
      ],
    };
    const [, ours, quoting, reaction, unknown] = chat(kept);
    expect(ours).toMatchObject({ options: ["This", "That"], kind: "text" });
    expect(ours?.quoted).toHaveLength(201);
    expect(quoting?.quoted).toBe("Which one?");
    expect(reaction).toMatchObject({ kind: "reaction", text: "[reaction] +1", quoted: "Which one?" });
    expect(unknown).not.toHaveProperty("quoted");
  });

  it("shows what the agent was told of what it cannot see, and only of that", () => {
    const photo: Content = { kind: "media", media: "image", caption: "is it this?" };
    const [text, image, place] = chat({
      messages: [
        says("m1", NOW, "hello"),
        wrote("m2", NOW + 1_000, photo),
        wrote("m3", NOW + 2_000, { kind: "location", latitude: 1, longitude: 2 }),
      ],
    });
    expect(image).toMatchObject({ kind: "image", text: "[photo] is it this?" });
    expect(image?.agentRead).toMatch(/^\u27e6photo: cannot be seen here.*\u27e7 is it this\?$/);
    expect([text?.agentRead, place?.agentRead]).toEqual([undefined, undefined]);
  });

  it("hides changes of ids, and reactions from the app", () => {
    expect(
      shown({
        messages: [
          wrote("m1", NOW, { kind: "identity-change", userId: "US.2" }),
          wrote("m2", NOW, { kind: "echo", what: "reaction", act: true }),
        ],
      }),
    ).toEqual([]);
  });
});

describe("the status of what we send", () => {
  const statusOf = (one: Part, deliveries: readonly KeptDelivery[] = [], now = NOW) => {
    const [message] = chat({ turns: [turn("t1", [one])], deliveries }, now);
    return [message?.status, message?.failureCode].filter(Boolean).join(" ");
  };

  it.each<[string, Part, KeptDelivery[], string]>([
    ["taken by the provider", part("a"), [], "sent"],
    ["on the phone", part("a"), [status("delivered")], "delivered"],
    ["read", part("a"), [status("read")], "read"],
    ["played", part("a"), [status("played")], "read"],
    ["failed later", part("a"), [status("failed", { code: "131026" })], "failed 131026"],
    [
      "failed, then delivered by the next attempt",
      part("a", { attempts: 2 }),
      [status("failed", { code: "1" }), status("delivered", { attempt: 2 })],
      "delivered",
    ],
    ["failed, then sent again", part("a", { attempts: 2 }), [status("failed", { code: "1" })], "sent"],
    ["refused", part("a", { state: "failed", code: "131026" }), [], "failed 131026"],
    ["without an answer, each time", part("a", { state: "failed", code: "unknown" }), [], "unknown unknown"],
    [
      "without an answer, but it arrived",
      part("a", { state: "failed", code: "unknown" }),
      [status("delivered")],
      "delivered",
    ],
    ["just leaving", part("a", { state: "sending" }), [], "sending"],
    ["leaving, and confirmed", part("a", { state: "sending" }), [status("sent")], "sent"],
    ["refused for now", part("a", { state: "pending" }), [], "queued"],
    [
      "of another part",
      part("a"),
      [status("read", { part: 1 }), status("read", { turn: turnId("t2") })],
      "sent",
    ],
  ])("is: %s", (_, one, deliveries, expected) => {
    expect(statusOf(one, deliveries)).toBe(expected);
  });

  it("is unknown when a request has long been without an answer", () => {
    expect(statusOf(part("a", { state: "sending" }), [], NOW + 20_000)).toBe("sending");
    expect(statusOf(part("a", { state: "sending" }), [], NOW + 20_001)).toBe("unknown unknown");
  });

  it("is not shown of the bot's that were never tried, or given up", () => {
    const { sendingAt: _, ...untried } = part("never tried", { state: "pending", attempts: 0 });
    expect(shown({ turns: [turn("t1", [untried, part("given up", { state: "cancelled" })])] })).toEqual([]);
  });

  it.each([
    ["waiting", undefined, "queued"],
    ["sent", undefined, "sent"],
    ["failed", "expired", "failed"],
    ["cancelled", "opted-out", "cancelled"],
  ] as const)("is there at once for a reply of staff: %s", (state, code, expected) => {
    const [message] = chat({ outbound: [reply("r1", { state, ...(code && { code }) })] });
    expect(message).toMatchObject({ from: "staff", by: "ann", text: "text of r1", status: expected });
    expect(message?.failureCode).toBe(code);
  });

  it("changes neither id nor time of a reply while it is sent, in parts too", () => {
    const { sendingAt: _, ...untried } = part("two", { state: "pending", attempts: 0 });
    const queued = chat({ outbound: [reply("r1")] });
    const leaving = turn("t1", [part("one", { state: "sending" }), untried], {
      by: "person",
      outbound: "r1",
    });
    const sent = turn("t1", [part("one"), part("two", { sendingAt: NOW + 1 })], {
      by: "person",
      outbound: "r1",
    });
    const idsOf = (kept: Partial<KeptChat>) => chat(kept).map(({ id }) => id);
    const first = chatMessageId(NOW - 100, "out-r1");
    expect(queued.map(({ id }) => id)).toEqual([first]);
    expect(idsOf({ outbound: [reply("r1")], turns: [leaving] })).toEqual([first, `${first}.01`]);
    // The same turn, archived and open: the open one counts.
    expect(idsOf({ outbound: [reply("r1", { state: "sent" })], turns: [leaving, sent] })).toEqual([
      first,
      `${first}.01`,
    ]);
    expect(shown({ outbound: [reply("r1")], turns: [leaving] })).toEqual([
      "staff | ann | one | sending",
      "staff | ann | two | queued",
    ]);
  });

  it("tells of a reply that could not be sent why, for each part", () => {
    const parts = [part("one", { state: "cancelled" }), part("two", { state: "cancelled" })];
    const ended = turn("t1", parts, {
      by: "person",
      outbound: "r1",
      ending: { kind: "deferred", reason: "window" },
    });
    const failed = reply("r1", { state: "failed", code: "window-closed" });
    for (const outbound of [[failed], [reply("r1")]])
      expect(
        chat({ turns: [ended], outbound }).map(({ failureCode }) =>
          failureText(failureCode, () => undefined),
        ),
      ).toEqual(Array(2).fill("The customer has not written for 24 hours. Send a template."));
    expect(chat({ turns: [ended], outbound: [failed] }).map((each) => each.status)).toEqual([
      "failed",
      "failed",
    ]);
  });

  it("shows a template as the customer reads it", () => {
    const template = { name: "order_update", preview: "Hello Dana, your order has left." };
    const content = { kind: "template" as const, template };
    const queued = chat({ outbound: [reply("r1", { content })] });
    const sent = chat({
      outbound: [reply("r1", { content, state: "sent" })],
      turns: [turn("t1", [part("[template order_update]", { template })], { by: "person", outbound: "r1" })],
    });
    for (const [message] of [queued, sent])
      expect(message).toMatchObject({ kind: "template", text: template.preview, by: "ann" });
  });
});

describe("the pages of a chat", () => {
  const messages = chat({
    messages: Array.from({ length: 25 }, (_, index) => says(`m${index}`, NOW + index * 1_000, `${index}`)),
  });
  const page = (limit: number, before?: string) => {
    const found = chatPage(messages, { limit, ...(before !== undefined && { before }) });
    if (found === "unknown-message") throw new Error(found);
    return found;
  };

  it("lead from the newest back to the first, with nothing twice or left out", () => {
    let shownTexts: string[] = [];
    let before: string | undefined;
    for (;;) {
      const { messages: some, more } = page(10, before);
      shownTexts = [...some.map(({ text }) => text), ...shownTexts];
      before = some[0]?.id;
      if (!more) break;
    }
    expect(shownTexts).toEqual(messages.map(({ text }) => text));
    expect(page(25)).toMatchObject({ more: false });
    expect(page(10, messages[0]?.id)).toEqual({ messages: [], more: false });
  });

  it("go on where a message has been that is not kept any more, and refuse what is no id", () => {
    expect(page(2, chatMessageId(NOW + 5_500, "in-gone")).messages.map(({ text }) => text)).toEqual([
      "4",
      "5",
    ]);
    expect(page(1, chatMessageId(NOW + 3_600_000, "in-gone")).messages[0]?.text).toBe("24");
    for (const before of ["", "m1", `${NOW}`, `${NOW}.`, `${NOW}.a b`, `x${NOW}.a`])
      expect(chatPage(messages, { limit: 5, before })).toBe("unknown-message");
  });

  it("have ids that sort by time and can be read again", () => {
    expect(parseChatMessageId(chatMessageId(NOW, "out-r.01"))).toEqual({ at: NOW, key: "out-r.01" });
    expect(chatMessageId(5, "in-a") < chatMessageId(NOW, "in-a")).toBe(true);
    expect(parseChatMessageId(chatMessageId(-5.5, "in-a"))?.at).toBe(0);
  });
});
