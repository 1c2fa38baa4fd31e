import { describe, expect, it } from "@jest/globals";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { MAX_UNKNOWN_ATTEMPTS } from "../../lib/domain/backoff.ts";
import type { MediaFile } from "../../lib/domain/media/media-file.ts";
import { linkInsteadOf } from "../../lib/domain/turn/link-instead.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";

const FILE: MediaFile = { kind: "image", url: "https://cdn.example.com/nova.jpg" };
const GONE = { kind: "refused", code: "131053", failureAction: "never" } as const;

/** Each answer is a picture with a caption, and a text. */
function pictures() {
  const world = engineWorld({
    number: { formatReply: (text) => [{ text, media: FILE }, { text: "And more." }] },
  });
  const fail = (sent: number, code = "131053") => {
    const reference = parseReference(world.sent[sent]?.reference ?? "");
    if (!reference) throw new Error("no reference");
    return runCommand(world.engine, { kind: "part-failed", reference, code }, world.clock.time + 90_000);
  };
  const shown = () =>
    world.sent.map(({ text, media, reference }) => {
      const { turn = "", part, attempt } = parseReference(reference) ?? {};
      return `${turn}.${part}.${attempt} ${media ? "picture: " : ""}${text}`;
    });
  return { ...world, fail, shown };
}

const failing = async () => {
  const world = pictures();
  await world.write("A lamp?", { id: "m1" as never });
  await world.run();
  return world;
};
const LINK = "re: A lamp?\nhttps://cdn.example.com/nova.jpg";

describe("a picture of the agent's that WhatsApp could not take", () => {
  it("after acceptance is replaced by its text with the link: the same part, its next attempt", async () => {
    const { fail, shown, endings } = await failing();
    await fail(0);
    expect(shown()).toEqual(["t-m1.0.1 picture: re: A lamp?", "t-m1.1.1 And more.", `t-m1.0.2 ${LINK}`]);
    expect(endings()).toEqual(["answered"]);
  });

  it("is replaced once, however often the failure is reported", async () => {
    const { fail, shown } = await failing();
    for (let times = 0; times < 3; times += 1) await fail(0);
    expect(shown()).toHaveLength(3);
  });

  it("at once is replaced before what follows it", async () => {
    const { outcomes, write, run, texts, endings, sent } = pictures();
    outcomes.push(GONE);
    await write("A lamp?");
    await run();
    expect(texts()).toEqual([LINK, "And more."]);
    expect(sent.some(({ media }) => media)).toBe(false);
    expect(endings()).toEqual(["answered"]);
  });

  it("ends the turn as failed when the link fails too", async () => {
    const { fail, shown, endings, events } = await failing();
    await fail(0);
    await fail(2);
    expect(shown()).toHaveLength(3);
    expect(endings()).toEqual(["failed: 131053"]);
    expect(events.filter(({ type }) => type === "reply.failed")).toHaveLength(1);
  });

  it("is replaced also when the function dies before the link leaves", async () => {
    const { fail, shown, engine, run } = await failing();
    const real = engine.conversations;
    let saves = 0;
    engine.conversations = {
      ...real,
      save: (state, blocks) => {
        saves += 1;
        return saves === 2 ? Promise.reject(new Error("died")) : real.save(state, blocks);
      },
    };
    await expect(fail(0)).rejects.toThrow("died");
    expect(shown()).toHaveLength(2);
    await run();
    await fail(0);
    expect(shown().slice(2)).toEqual([`t-m1.0.2 ${LINK}`]);
  });

  it("is not replaced when the reason lies with the recipient", async () => {
    const { fail, shown, endings } = await failing();
    await fail(0, "131026");
    expect(shown()).toHaveLength(2);
    expect(endings()).toEqual(["failed: 131026"]);
  });

  it("is not replaced while it may have arrived", async () => {
    const { outcomes, write, settle, texts, endings } = pictures();
    for (let times = 0; times < MAX_UNKNOWN_ATTEMPTS; times += 1)
      outcomes.push({ kind: "unknown", code: "timeout" });
    await write("A lamp?");
    await settle();
    expect(texts()).toEqual([]);
    expect(endings()).toEqual(["failed: unknown"]);
  });

  it("after its attempts are used up gets as many for the link", async () => {
    const { outcomes, write, settle, texts } = pictures();
    const busy = { kind: "refused", code: "131016", failureAction: "soon" } as const;
    for (let times = 0; times < 6; times += 1) outcomes.push(busy);
    await write("A lamp?");
    await settle();
    expect(texts()).toEqual([LINK, "And more."]);
  });

  it("keeps its quote", async () => {
    const { outcomes, write, run, sent } = pictures();
    outcomes.push(GONE);
    await write("A lamp?");
    await write("A red one.", { id: "m2" as never });
    await run();
    expect(sent[0]).toMatchObject({ replyTo: "m2" });
    expect(sent[0]).not.toHaveProperty("media");
  });

  it("is told to the operator without the text", async () => {
    const { fail, telemetry } = await failing();
    await fail(0);
    const [line] = telemetry.lines.filter(({ code }) => code === "send.link-instead");
    expect(line).toMatchObject({ facts: { part: 0, code: "131053" } });
    expect(JSON.stringify(telemetry.lines)).not.toContain("cdn.example.com");
  });
});

it("a transcript shows a picture's caption with its link", async () => {
  const { engine, conversation } = await failing();
  const lines = await engine.history.transcript([conversation], 10);
  expect(lines.map(({ text }) => text)).toEqual(["A lamp?", LINK, "And more."]);
});

describe("a picture of an older answer that WhatsApp could not take", () => {
  const older = async () => {
    const world = await failing();
    world.clock.time += 60_000;
    await world.write("And a table?", { id: "m2" as never });
    await world.run();
    return world;
  };

  it("is replaced at once, and once, although a later question was answered", async () => {
    const { fail, shown, endings, events } = await older();
    for (let times = 0; times < 3; times += 1) await fail(0);
    expect(shown().slice(4)).toEqual([expect.stringContaining(LINK)]);
    expect(endings()).toEqual(["deferred: file", "answered"]);
    expect(events.filter(({ type }) => type === "reply.failed")).toEqual([]);
  });

  it("is replaced also when the customer has not written since", async () => {
    const { fail, texts, engine, conversation, clock, run } = await failing();
    clock.time += 60_000;
    const content = { kind: "reply", text: "Staff here." } as const;
    await engine.outbox.add(conversation, { id: "o1", number: SUPPORT, at: clock.time, by: "ana", content });
    await run();
    await fail(0);
    await fail(0);
    expect(texts().slice(2)).toEqual(["Staff here.", LINK]);
  });

  it("waits for the customer when the window has closed since", async () => {
    const { fail, texts, clock, write, run } = await older();
    clock.time += 25 * HOUR;
    await fail(0);
    expect(texts()).toHaveLength(4);
    await write("Hello?");
    await run();
    expect(texts()[4]).toBe(LINK);
  });

  it("fails as a text does when the reason lies with the recipient", async () => {
    const { fail, texts, endings } = await older();
    await fail(0, "131026");
    expect(texts()).toHaveLength(4);
    expect(endings()[0]).toBe("failed: 131026");
  });

  it("is replaced beside another one of the same answer", async () => {
    const world = engineWorld({
      number: {
        formatReply: (text) => [
          { text, media: FILE },
          { text: "", media: { ...FILE, url: `${FILE.url}?2` } },
          { text: "", media: { ...FILE, url: `${FILE.url}?3` } },
        ],
      },
    });
    const { write, run, sent, engine, clock, texts } = world;
    await write("A lamp?");
    await run();
    await write("Thanks");
    await run();
    for (const part of [2, 1]) {
      const reference = parseReference(sent[part]?.reference ?? "");
      if (!reference) throw new Error("no reference");
      await runCommand(engine, { kind: "part-failed", reference, code: "131053" }, clock.time + 90_000);
    }
    expect(texts().slice(6)).toEqual([`${FILE.url}?3`, `${FILE.url}?2`]);
  });
});

it("staff's file is not replaced: they see that it failed", () => {
  expect(linkInsteadOf({ by: "person" }, { text: "Your contract", media: FILE })).toBeUndefined();
});
