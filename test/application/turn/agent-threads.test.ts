import { describe, expect, it } from "@jest/globals";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import type { Answer, Question } from "../../../lib/application/ports/ports.ts";
import { aNumberWith, DANA, DANA_LATER, idOf } from "../../support/customer-world.ts";
import { engineWorld, HOUR, SUPPORT } from "../../support/engine-world.ts";

const thread = (id: string | number) => ({ id, of: "agent" });

/** Answers each question with the next answer, and keeps what the questions carried. */
function aWorld(
  answers: (Answer | IntegrationError)[],
  meanwhile: () => Promise<void> = async () => undefined,
) {
  const carried: Question["thread"][] = [];
  const world = engineWorld({
    agent: {
      ask: async (question) => {
        carried.push(question.thread);
        await meanwhile();
        const answer = answers.shift() ?? { text: "yes" };
        if (answer instanceof IntegrationError) throw answer;
        return answer;
      },
    },
  });
  const says = async (text: string) => {
    world.clock.time += 60_000;
    await world.write(text);
    await world.run();
  };
  return { ...world, carried, says };
}

describe("an agent that names its conversations", () => {
  it("is given the name of the latest answer with the next question, and none with the first", async () => {
    const { carried, says } = aWorld([
      { text: "one", thread: thread("c1") },
      { text: "two", thread: thread(2) },
    ]);
    for (const text of ["a", "b", "c"]) await says(text);
    expect(carried).toEqual([undefined, thread("c1"), thread(2)]);
  });

  it("is given the known name when an answer names none, and after an answer that failed", async () => {
    const { carried, says } = aWorld([
      { text: "one", thread: thread("c1") },
      { text: "two" },
      new IntegrationError({ system: "chatsby", code: "http_400", retry: "never" }),
    ]);
    for (const text of ["a", "b", "c", "d"]) await says(text);
    expect(carried).toEqual([undefined, thread("c1"), thread("c1"), thread("c1")]);
  });

  it("is given it also when a person took over while it answered", async () => {
    let isTaken = false;
    const world = aWorld([{ text: "too late", thread: thread("c1") }], async () => {
      if (isTaken) return;
      isTaken = true;
      const handoff = { id: "h", reason: "agent", since: 1, origin: world.conversation } as const;
      await world.engine.controls.pause(world.conversation, handoff, world.clock.time + HOUR);
    });
    await world.says("a");
    expect(world.state().progress?.thread).toEqual(thread("c1"));
    world.clock.time += 2 * HOUR;
    await world.says("b");
    expect(world.carried).toEqual([undefined, thread("c1")]);
  });

  it("goes on with its conversation when the customer has other ids, and where two become one", async () => {
    const world = aNumberWith();
    const carried: unknown[] = [];
    world.engine.agent.ask = async (question) => {
      carried.push([question.session, question.thread?.id]);
      return { text: "yes", thread: thread(`of ${question.session}`) };
    };
    await world.says(DANA, "hello");
    await world.says(DANA_LATER, "hello");
    await world.notes(DANA, DANA_LATER);
    await world.work(DANA);
    await world.says(DANA_LATER, "it is me");
    const session = carried.at(-1);
    expect(carried.slice(0, 2)).toEqual([
      [DANA.phone, undefined],
      [DANA_LATER.phone, undefined],
    ]);
    expect([
      [DANA.phone, `of ${DANA.phone}`],
      [DANA_LATER.phone, `of ${DANA_LATER.phone}`],
    ]).toContainEqual(session);
    expect((await world.engine.controls.read(idOf(DANA_LATER))).number ?? SUPPORT).toBe(SUPPORT);
  });
});
