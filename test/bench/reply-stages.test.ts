import { describe, expect, it } from "@jest/globals";
import { percentile, replyTimeOf, type Seen, STAGES, stagesOf } from "../../bench/reply-stages.ts";
import type { TimedCall } from "../../bench/timed-proxy.ts";

const call = (name: string, start: number, end: number, about: Partial<TimedCall> = {}): TimedCall => ({
  name,
  request: "",
  response: "",
  start,
  end,
  ...about,
});
const received = (start: number, end: number) =>
  call("ReceiveMessage", start, end, { request: "/turns.fifo", response: '{"Messages":[{"Body":"…"}]}' });

const SEEN: Seen = {
  postedAt: 100,
  calls: [
    call("ReceiveMessage", 0, 1000, { request: "/turns.fifo", response: "{}" }),
    call("PutItem", 110, 113),
    call("SendMessageBatch", 115, 120),
    received(1000, 1150),
    call("Query", 1160, 1170),
    call("BatchGetItem", 1160, 1172),
    call("UpdateItem", 1590, 1595),
    call("UpdateItem", 1600, 1605),
  ],
  agent: { start: 1180, end: 1580 },
  sentAt: 1599,
};

const sum = (stages: Readonly<Record<string, number>>) =>
  Object.values(stages).reduce((total, each) => total + each, 0);

describe("the stages of a reply", () => {
  it("tell where each millisecond went, without the agent's own", () => {
    expect(Object.entries(stagesOf(SEEN, 1000)).map(([, milliseconds]) => milliseconds)).toEqual([
      10, 5, 5, 1000, 30, 0, 0, 10, 12, 8, 10, 5, 4,
    ]);
  });

  it("count a look that was too early apart, and what the conversation reads only from the last look on", () => {
    const later = <At extends { start: number; end: number }>(each: At) => ({
      ...each,
      start: each.start + 1000,
      end: each.end + 1000,
    });
    const [poll, put, queued, , ...rest] = SEEN.calls;
    const early = [poll, put, queued].flatMap((each) => (each ? [each] : []));
    const looks = [
      received(1000, 1150),
      call("ChangeMessageVisibility", 1152, 1156),
      received(1160, 2150),
      ...rest.map(later),
    ];
    const stages = stagesOf({ ...SEEN, calls: [...early, ...looks], agent: later(SEEN.agent) }, 1000);
    expect(stages["looks that were too early"]).toBe(6);
    expect(stages["wait for the next look"]).toBe(994);
    expect(stages["worker: reads, writes before the agent"]).toBe(12);
  });

  it("are together the reply time", () => {
    expect(sum(stagesOf(SEEN, 1000))).toBe(replyTimeOf(SEEN));
    expect(Object.keys(stagesOf(SEEN, 1000))).toEqual([...STAGES]);
  });

  it("are not made up when a call was not seen", () => {
    for (const name of ["PutItem", "SendMessageBatch", "Query"])
      expect(() =>
        stagesOf(
          { ...SEEN, calls: SEEN.calls.filter((each) => each.name !== name && each.name !== "BatchGetItem") },
          1000,
        ),
      ).toThrow("not seen");
  });
});

it("a percentile is one of the values: the nearest rank", () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(percentile(values, 0.5)).toBe(10);
  expect(percentile(values, 0.95)).toBe(19);
  expect(percentile([7], 0.95)).toBe(7);
});
