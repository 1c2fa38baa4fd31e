import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { HOUR_MS } from "../../../../lib/domain/time.ts";
import { Board } from "../../../../local/page/board.ts";
import { watchTroubles } from "../../../../local/page/watch/watch-troubles.ts";
import { FakeServer } from "../../../support/http-server.ts";
import { waitFor } from "../../../support/wait-for.ts";

const CHAT = { customer: "1", number: "support" };
const FAILED = { kind: "answers-failed", level: "problem", what: "1 answer failed", fix: "wa doctor" };
const statusWith = (...troubles: object[]) => ({
  status: 200,
  body: {
    at: 1,
    well: troubles.length === 0,
    numbers: [],
    late: { customers: 0, atLeast: false, reasons: {} },
    untaken: { customers: 0, atLeast: false },
    troubles,
  },
});

describe("the page's troubles", () => {
  const operator = new FakeServer();
  let board: Board;
  let troubles: ReturnType<typeof watchTroubles>;
  beforeEach(() => operator.start());
  afterEach(async () => {
    await troubles.stop();
    operator.stop();
  });

  async function aTrouble(lookAgainMs: number): Promise<void> {
    board = new Board(() => 0);
    troubles = watchTroubles(board, operator.url, lookAgainMs);
    operator.reply = statusWith(FAILED);
    board.trace("message", { ...CHAT, state: "failed" });
    await waitFor("the trouble", () => board.troubles.length === 1);
    operator.reply = statusWith();
  }
  const isOver = () => waitFor("the end of the trouble", () => board.troubles.length === 0);

  it.each([
    ["a message ends", () => board.trace("message", { ...CHAT, state: "answered" })],
    ["dead letters are put back", () => board.tell({ kind: "dead-letters", count: 0 })],
  ])("are looked at again soon when %s", async (_, happens) => {
    await aTrouble(HOUR_MS);
    happens();
    await isOver();
  });

  it("are looked at again also when nothing happens", async () => {
    await aTrouble(10);
    await isOver();
  });

  it("cost no look when there are none", async () => {
    await aTrouble(HOUR_MS);
    await troubles.look();
    const { length } = operator.seen;
    board.trace("other", { ...CHAT, state: "answered" });
    await troubles.stop();
    expect(operator.seen).toHaveLength(length);
  });
});
