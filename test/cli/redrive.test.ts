import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Io } from "../../cli/io.ts";
import { writeCommand } from "../../lib/adapters/sqs/envelope.ts";
import { conversationId, numberName } from "../../lib/domain/ids.ts";
import { FakeSqs } from "./support/fake-sqs.ts";
import { runCli } from "./support/run-cli.ts";

const [TURNS, DEAD] = [
  "https://sqs.us-east-1.amazonaws.com/1/turns.fifo",
  "https://sqs.us-east-1.amazonaws.com/1/dead.fifo",
];
const [STATUSES, DEAD_STATUSES] = [
  "https://sqs.us-east-1.amazonaws.com/1/deliveries",
  "https://sqs.us-east-1.amazonaws.com/1/dead",
];
const outputs = {
  TurnsQueueUrl: TURNS,
  TurnsDeadLettersUrl: DEAD,
  DeliveriesQueueUrl: STATUSES,
  DeliveriesDeadLettersUrl: DEAD_STATUSES,
};
const stack = {
  name: "ChatsbyWhatsapp-dev",
  status: "UPDATE_COMPLETE",
  outputs,
  protected: false,
  failures: [],
};

let sqs: FakeSqs;
let stop: AbortController;
beforeEach(() => {
  [sqs, stop] = [new FakeSqs(), new AbortController()];
  sqs.install();
  sqs.add(TURNS);
});
afterEach(() => sqs.remove());

const wake = (conversation: string, notBefore = 0) =>
  writeCommand({
    kind: "wake",
    conversation: conversationId(conversation),
    number: numberName("support"),
    notBefore,
  });
/** Of one conversation. */
const wakes = (conversation: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ body: wake(conversation, at), group: conversation }));
const strange = (group: string) => ({ body: '{"v":99,"kind":"news"}', group });

async function redrive(...argv: string[]) {
  const io: Partial<Io> = {
    stackState: async () => stack,
    clock: { now: () => sqs.now },
    sleep: async (duration) => {
      sqs.now += duration;
    },
    onInterrupt: () => stop.signal,
  };
  const run = await runCli(["redrive", ...argv, "--stage", "dev"], io);
  return { ...run, hidden: [...sqs.hidden(DEAD)] };
}

describe("redrive, by the runbook: look, move one, move all", () => {
  it("moves all six, and each step sees what the step before left", async () => {
    sqs.add(DEAD, [...wakes("dana", 3), ...wakes("luis", 2), ...wakes("kim", 1)]);
    const looked = await redrive("turns");
    expect(looked).toMatchObject({
      code: 0,
      hidden: [],
      out: expect.stringContaining("6 shown of about 6. Nothing was moved"),
    });
    expect(sqs.bodies(TURNS)).toEqual([]);

    const one = await redrive("turns", "--yes", "--limit", "1");
    expect(one).toMatchObject({
      code: 0,
      hidden: [],
      out: expect.stringContaining("1 moved back into turns, about 5 left."),
    });

    const rest = await redrive("turns", "--yes");
    expect(rest).toMatchObject({
      code: 0,
      out: expect.stringContaining("5 moved back into turns, none left."),
    });
    expect([sqs.bodies(DEAD), sqs.bodies(TURNS).length]).toEqual([[], 6]);
  });

  it("keeps the order within a conversation", async () => {
    sqs.add(DEAD, wakes("dana", 25));
    await redrive("turns", "--yes");
    expect(sqs.bodies(TURNS)).toEqual(wakes("dana", 25).map(({ body }) => body));
  });
});

describe("redrive, where SQS returns less than there is", () => {
  it.each<[string, number[]]>([
    ["short batches", [1, 2, 1, 3, 1]],
    ["an empty batch at first", [0, 10]],
    ["empty batches in between", [2, 0, 2, 0, 0, 2]],
  ])("moves all in spite of %s", async (_, batches) => {
    sqs.add(DEAD_STATUSES, ["a", "b", "c", "d", "e", "f"]);
    sqs.add(STATUSES);
    sqs.batches = batches;
    const { code, out } = await redrive("deliveries", "--yes", "--unreadable");
    expect([code, sqs.bodies(DEAD_STATUSES), sqs.bodies(STATUSES).length]).toEqual([0, [], 6]);
    expect(out).toContain("6 moved back into deliveries, none left.");
  });

  it("looks behind what it leaves, which hides the rest of its conversation", async () => {
    sqs.add(DEAD, [strange("dana"), ...wakes("dana", 12), ...wakes("luis", 1)]);
    const { code, out } = await redrive("turns", "--yes");
    expect(out).toContain(
      "13 moved back into turns, 1 left (1 unreadable for this version: --unreadable moves them too).",
    );
    expect([code, sqs.bodies(DEAD)]).toEqual([0, ['{"v":99,"kind":"news"}']]);
  });

  it("shows what it can, and reports that more is behind it", async () => {
    sqs.add(DEAD, wakes("dana", 12));
    const { code, out, hidden } = await redrive("turns");
    expect(out).toContain(
      "10 shown of about 12. The others are being looked at elsewhere, or wait behind others",
    );
    expect([code, hidden]).toEqual([0, []]);
  });

  it("waits for what somebody else has received, and moves it too", async () => {
    sqs.add(DEAD, [...wakes("dana", 2), ...wakes("luis", 1)]);
    sqs.take(DEAD, wake("luis", 0));
    const { code, err } = await redrive("turns", "--yes");
    expect([code, sqs.bodies(DEAD)]).toEqual([0, []]);
    expect(err).toContain("About 1 more cannot be had yet");
  });

  it("ends with an error when something stays out of reach", async () => {
    sqs.add(DEAD, [...wakes("dana", 2), ...wakes("luis", 1)]);
    sqs.take(DEAD, wake("luis", 0), 12 * 3_600_000);
    const { code, out, err } = await redrive("turns", "--yes");
    expect(code).toBe(1);
    expect(out).toContain("2 moved back into turns, about 1 left.");
    expect(err).toContain("Not all were moved");
  });

  it("is not misled by a count that is late", async () => {
    sqs.add(DEAD, wakes("dana", 2));
    sqs.counts = [6, 6, 6];
    expect(await redrive("turns", "--yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 moved back into turns, none left."),
    });
    sqs.add(DEAD, wakes("luis", 2));
    sqs.counts = [0];
    expect(await redrive("turns", "--yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 moved back into turns, none left."),
    });
  });

  it("sees each letter once although a look takes so long that they come round again", async () => {
    sqs.add(
      DEAD_STATUSES,
      Array.from({ length: 30 }, (_, at) => `status ${at}`),
    );
    sqs.before = (name) => {
      if (name === "ReceiveMessage") sqs.now += 25_000;
    };
    const { out } = await redrive("deliveries", "--json");
    expect(JSON.parse(out)).toMatchObject({ left: 30, messages: { length: 30 } });
  });

  it("removes again what a standard queue returns a second time, and sends it once", async () => {
    sqs.add(DEAD_STATUSES, ["a", "b"]);
    sqs.add(STATUSES);
    let kept = true;
    sqs.before = (name, count) => {
      const queue = sqs.queues.get(DEAD_STATUSES);
      const [first] = queue?.messages ?? [];
      if (name !== "DeleteMessage" || count !== 1 || !queue || !first || !kept) return;
      kept = false;
      queue.messages.push({ ...first, receipt: "none", hiddenUntil: 0 });
    };
    sqs.batches = [1];
    await redrive("deliveries", "--yes", "--unreadable");
    expect([sqs.bodies(DEAD_STATUSES), sqs.bodies(STATUSES)]).toEqual([[], ["a", "b"]]);
  });
});

describe("redrive that ends early", () => {
  it.each(["SendMessage", "DeleteMessage"])(
    "by an error of %s releases all that it holds, and says what was done",
    async (call) => {
      sqs.add(DEAD, [...wakes("dana", 3), ...wakes("luis", 3)]);
      sqs.before = (name, count) => {
        if (name === call && count === 3)
          throw Object.assign(new Error("down"), { name: "ServiceUnavailable" });
      };
      const { code, out, err, hidden } = await redrive("turns", "--yes");
      expect([code, hidden]).toEqual([6, []]);
      expect(out).toContain("2 moved back into turns, about 4 left.");
      expect(err).toContain(`sqs:${call}`);
      sqs.before = () => undefined;
      expect(await redrive("turns", "--yes")).toMatchObject({
        code: 0,
        out: expect.stringContaining("4 moved back into turns, none left."),
      });
      expect(sqs.bodies(TURNS)).toHaveLength(6);
    },
  );

  it.each([["--yes"], []])("by Ctrl-C releases all that it holds (%s)", async (...argv) => {
    sqs.add(DEAD, [...wakes("dana", 3), ...wakes("luis", 12)]);
    sqs.before = (name, count) => {
      if (name === (argv.length > 0 ? "DeleteMessage" : "ReceiveMessage") && count === 2) stop.abort();
    };
    const { code, out, hidden } = await redrive("turns", ...argv);
    expect([code, hidden]).toEqual([130, []]);
    if (argv.length > 0) expect(out).toContain("2 moved back into turns, about 13 left.");
  });

  it("reports when it may not release, and goes on", async () => {
    sqs.add(DEAD, wakes("dana", 4));
    sqs.denied.add("ChangeMessageVisibilityBatch");
    const { code, out, err } = await redrive("turns", "--yes", "--limit", "1");
    expect([code, out]).toEqual([0, expect.stringContaining("1 moved back into turns, about 3 left.")]);
    expect(err).toMatch(/hidden for up to a minute: .*needs sqs:ChangeMessageVisibility/);
  });

  it.each([
    ["GetQueueAttributes", "sqs:GetQueueAttributes"],
    ["ReceiveMessage", "sqs:ReceiveMessage"],
    ["SendMessage", "sqs:SendMessage"],
    ["DeleteMessage", "sqs:DeleteMessage"],
  ])("for want of a permission (%s) names it, and not who asked", async (call, permission) => {
    sqs.add(DEAD, wakes("dana", 1));
    sqs.denied.add(call);
    const { code, err, hidden } = await redrive("turns", "--yes");
    expect([code, hidden]).toEqual([5, []]);
    expect(err).toContain(`Your AWS identity lacks a permission: it needs ${permission}.`);
    expect(err).not.toContain("arn:");
  });

  it("needs no permission but those of SQS", async () => {
    sqs.add(DEAD);
    expect(await redrive("turns")).toMatchObject({ code: 0, out: "There are no dead letters of turns.\n" });
    expect(await redrive("leads")).toMatchObject({ code: 3, err: expect.stringContaining("no queue leads") });
  });
});
