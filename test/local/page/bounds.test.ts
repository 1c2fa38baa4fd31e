import { describe, expect, it } from "@jest/globals";
import type { Stretch } from "../../../local/http/service.ts";
import { Board } from "../../../local/page/board.ts";
import { eventStream } from "../../../local/page/events.ts";
import { People } from "../../../local/page/people/people.ts";
import type { Bubble, Change, Snapshot } from "../../../local/page/protocol/protocol.ts";
import { callOf } from "../../../local/page/watch/calls.ts";

const CHAT = { customer: "1", number: "support" };
const aBubble = (id: string): Bubble => ({
  ...CHAT,
  id,
  from: "customer",
  kind: "text",
  text: "x",
  lines: [],
  at: 0,
});

describe("what the page keeps", () => {
  it("is the last 2,000 bubbles, 500 traces, 200 steps of each and 100 news", () => {
    const board = new Board(() => 0);
    for (let at = 0; at < 2_500; at++) board.show(aBubble(`b${at}`));
    for (let at = 0; at < 600; at++) board.trace(`t${at}`, CHAT);
    for (let at = 0; at < 300; at++) board.step(["t599"], { kind: "fault", what: String(at) });
    for (let at = 0; at < 150; at++) board.report({ kind: "event", type: "x", detail: String(at) });
    const { bubbles, traces, news } = board.snapshot();
    expect([bubbles.length, bubbles[0]?.id, bubbles.at(-1)?.id]).toEqual([2_000, "b500", "b2499"]);
    expect([traces.length, traces[0]?.id, traces.at(-1)?.steps.length]).toEqual([500, "t100", 200]);
    expect([news.length, news[0]?.id]).toEqual([100, "51"]);
  });

  it("is the newest people, whatever comes by", () => {
    const people = new People(() => {});
    for (let at = 0; at < 500; at++) people.meet({ name: "x", phone: `1555${at}` });
    expect(people.all).toHaveLength(200);
    expect(people.find("1555499")).toBeDefined();
  });

  it("are bodies of 2,000 characters, and no headers", () => {
    const request = {
      method: "POST",
      path: "/x",
      rawQuery: "",
      query: new URLSearchParams(),
      headers: { authorization: "Bearer secret", "content-type": "application/json" },
      sourceIp: "127.0.0.1",
      body: Buffer.from("y".repeat(5_000)),
    };
    const call = callOf(request).closed({
      status: 200,
      headers: { "set-cookie": "secret" },
      body: "z".repeat(5_000),
    });
    expect([call.request.length, call.response?.length]).toEqual([2_001, 2_001]);
    expect(JSON.stringify(call)).not.toContain("secret");
  });

  it("changes a step in place once its answer is known", () => {
    const board = new Board(() => 7);
    board.trace("t", CHAT);
    const put = board.step(["t", "gone"], { kind: "fault", what: "asked" });
    put({ kind: "fault", what: "answered" });
    expect(board.snapshot().traces[0]?.steps).toEqual([{ id: 1, at: 7, kind: "fault", what: "answered" }]);
  });
});

describe("the events", () => {
  const clock: Change = { kind: "clock", now: 1, offset: 0 };
  const snapshot = (): Snapshot => ({
    now: 0,
    offset: 0,
    numbers: [],
    customers: [],
    bubbles: [],
    typing: [],
    traces: [],
    chats: [],
    faults: {
      sends: [],
      agentSlowSeconds: 0,
      agentDown: false,
      statuses: "normal",
      tokenExpired: false,
      workerFails: false,
    },
    suspensions: [],
    troubles: [],
    deadLetters: 0,
    agent: { kind: "built-in", url: "" },
    news: [],
  });

  function reader(events: ReturnType<typeof eventStream>, reads = true) {
    const about = { texts: [] as string[], ended: false, leave: () => {} };
    const out: Stretch = {
      write: (text) => {
        about.texts.push(text);
        return reads;
      },
      onEnd: (listener) => {
        about.leave = listener;
      },
      end: () => {
        about.ended = true;
      },
    };
    const answer = events.open();
    if (typeof answer === "object" && "open" in answer) answer.open(out);
    return about;
  }

  it("give up a reader who does not read, and forget one who has gone", () => {
    const events = eventStream(snapshot);
    const [asleep, gone, awake] = [reader(events, false), reader(events), reader(events)];
    gone.leave();
    events.send(clock);
    events.send(clock);
    expect([asleep, gone, awake].map(({ texts }) => texts.length)).toEqual([2, 1, 3]);
    expect(awake.texts[1]).toBe(`id: 4\nevent: change\ndata: ${JSON.stringify(clock)}\n\n`);
  });

  it("end the oldest of too many readers", () => {
    const events = eventStream(snapshot);
    const readers = Array.from({ length: 25 }, () => reader(events));
    expect(readers.filter(({ ended }) => ended)).toHaveLength(5);
    expect(readers[0]?.ended).toBe(true);
  });
});
