import { describe, expect, it } from "@jest/globals";
import { Proof } from "../../../bench/rehearsal/proof.ts";

const MINUTE_MS = 60_000;

/** Messages 0 to 5 of three customers, who take turns: 0 and 3 are the first one's. */
function aProof(): Proof {
  const proof = new Proof(6, 3);
  for (let message = 0; message < 6; message++) proof.sent(message, message % 3, message);
  return proof;
}

/** Each question is answered at once. */
function answer(proof: Proof, ...turns: readonly (readonly number[])[]): void {
  for (const messages of turns) {
    proof.asked(messages, MINUTE_MS);
    proof.answered((messages[0] ?? 0) % 3, messages, MINUTE_MS);
  }
}

describe("the proof of a rehearsal", () => {
  it("holds when each message was answered once, alone or with others of its conversation", () => {
    const proof = aProof();
    answer(proof, [0, 3], [1], [2, 5], [4]);
    expect(proof.lost()).toEqual([]);
    expect(proof.problems).toEqual([]);
    expect(proof).toMatchObject({ turns: 4, answeredCount: 6, askedAgain: 0 });
    expect(proof.waitMs[4]).toBe(MINUTE_MS - 4);
  });

  it("names what was lost, answered twice, or answered out of order", () => {
    const proof = aProof();
    answer(proof, [3], [0], [1]);
    proof.answered(1, [1], MINUTE_MS);
    expect(proof.lost()).toEqual([2, 4, 5]);
    expect(proof.problems).toEqual([
      "message 0 was answered after message 3",
      "message 1 was answered twice, 0.0 s apart",
      "message 2 was not answered",
      "message 4 was not answered",
      "message 5 was not answered",
    ]);
  });

  it("does not take a question for asked that names messages in another order, of others, or none", () => {
    const proof = aProof();
    answer(proof, [3, 0], [1, 2], []);
    expect(proof.problems).toEqual([
      "a question is not in the order of writing: messages 3, 0",
      "an answer is not in the order of writing: messages 3, 0",
      "message 0 was answered after message 3",
      "a question mixes conversations: messages 1, 2",
      "an answer mixes conversations: messages 1, 2",
      "a question names no known message",
      "an answer names no known message",
    ]);
  });

  it("knows an answer that went to another customer, or that nobody asked for", () => {
    const proof = aProof();
    proof.asked([0], 0);
    proof.answered(2, [0], MINUTE_MS);
    proof.answered(1, [1], MINUTE_MS);
    expect(proof.problems).toEqual([
      "the answer to message 0 went to conversation 2, not 0",
      "message 1 was answered without having been asked",
    ]);
  });

  it("lets be asked again only what was open when a worker was killed, or on its way then", () => {
    const proof = aProof();
    answer(proof, [0]);
    proof.asked([1], 0);
    proof.killed(1);
    proof.asked([2], 2);
    proof.asked([2], MINUTE_MS);
    proof.asked([1], MINUTE_MS);
    expect(proof.askedAgain).toBe(2);
    expect(proof.problems).toEqual([]);
    proof.asked([0], MINUTE_MS);
    proof.asked([4], MINUTE_MS);
    proof.asked([4], MINUTE_MS);
    expect(proof.problems).toEqual([
      "message 0 was asked again, though no worker had been killed",
      "message 4 was asked again, though no worker had been killed",
    ]);
  });
});
