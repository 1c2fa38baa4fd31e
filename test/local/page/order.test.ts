import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { SECOND_MS } from "../../../lib/domain/time.ts";
import { PageReader, SUPPORT } from "../../support/page.ts";
import { aStack, atRest } from "../../support/quiet-stack.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("messages that arrive out of order", () => {
  const stack = aStack({ turns: { quietSeconds: 1, maxWaitSeconds: 4 } });
  const page = new PageReader(stack);
  beforeAll(async () => void (await page.open()));
  afterAll(() => page.close());

  it("are answered in one turn, in the order in which they were written", async () => {
    await page.act({ do: "fault", fault: { kind: "hold", count: 2 } });
    const first = await page.send({ do: "say", ...SUPPORT, text: "Do you ship to Canada?" });
    await waitFor("the first to be held", () =>
      page.changes.some((change) => change.kind === "faults" && change.faults.hold?.held === 1),
    );
    expect(page.trace(first)).toBeUndefined();
    // Meta's times are whole seconds.
    await stack().clock.move(SECOND_MS);
    const second = await page.send({ do: "say", ...SUPPORT, text: "And what does it cost?" });
    await Promise.all([page.ended(first), page.ended(second)]);
    await atRest(stack());
    expect(page.trace(second)?.startedAt).toBeLessThan(page.trace(first)?.startedAt ?? 0);
    expect(stack().chatsby.questions.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Canada\?.*cost\?/s),
    ]);
    expect(page.replies()).toHaveLength(1);
    expect(page.trace(first)?.turn).toBe(page.trace(second)?.turn);
    expect(page.steps(second, "turn")).toMatchObject([{ messages: 2 }]);
    expect(page.steps(second, "part")).toEqual(page.steps(first, "part"));
  });
});
