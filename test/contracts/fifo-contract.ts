import { describe, expect, it } from "@jest/globals";

export type FifoMessage = { body: string; group: string; receipt: string };

/** With a visibility timeout of one second; gives a message up after two receives. */
export type FifoUnderTest = {
  send(group: string, body: string, deduplicationId: string): Promise<void>;
  receive(): Promise<FifoMessage[]>;
  changeVisibility(receipt: string, seconds: number): Promise<void>;
  delete(receipt: string): Promise<void>;
  wait(seconds: number): Promise<void>;
  dead(): Promise<number>;
};

/** What the turn engine needs of SQS FIFO: the emulator and the simulation's queue must agree. */
export function fifoContract(name: string, open: () => Promise<FifoUnderTest>) {
  const bodies = (messages: readonly FifoMessage[]) => messages.map(({ body }) => body);

  describe(`${name}, as SQS FIFO,`, () => {
    it("hands out a group in order, and none of it while one is in flight", async () => {
      const queue = await open();
      await queue.send("a", "a1", "1");
      await queue.send("a", "a2", "2");
      await queue.send("b", "b1", "3");
      const first = await queue.receive();
      expect(bodies(first).filter((body) => body.startsWith("a"))[0]).toBe("a1");
      expect(bodies(first)).toContain("b1");
      expect(await queue.receive()).toEqual([]);
      for (const { receipt } of first) await queue.delete(receipt);
      const rest = await queue.receive();
      expect([...bodies(first), ...bodies(rest)].filter((body) => body.startsWith("a"))).toEqual([
        "a1",
        "a2",
      ]);
    });

    it("drops a repeat of a deduplication id, also once the first was deleted", async () => {
      const queue = await open();
      await queue.send("a", "a1", "same");
      await queue.send("a", "a1", "same");
      const received = await queue.receive();
      expect(bodies(received)).toEqual(["a1"]);
      await queue.delete(received[0]?.receipt ?? "");
      await queue.send("a", "a1", "same");
      expect(await queue.receive()).toEqual([]);
    });

    it("blocks the group for as long as its message was handed back for", async () => {
      const queue = await open();
      await queue.send("a", "a1", "1");
      const [message] = await queue.receive();
      await queue.send("a", "a2", "2");
      await queue.changeVisibility(message?.receipt ?? "", 2);
      await queue.wait(1.2);
      expect(await queue.receive()).toEqual([]);
      await queue.wait(1.2);
      expect(bodies(await queue.receive())[0]).toBe("a1");
    });

    it("hands a message out again after its visibility timeout, and gives it up after the last receive", async () => {
      const queue = await open();
      await queue.send("a", "poison", "1");
      for (let receive = 1; receive <= 2; receive++) {
        expect(bodies(await queue.receive())).toEqual(["poison"]);
        await queue.wait(1.2);
      }
      expect(await queue.receive()).toEqual([]);
      expect(await queue.dead()).toBe(1);
    });
  });
}
