const MAX_PROBLEMS = 20;
/** A question may be on its way to the agent when its worker dies. */
const LATE_QUESTION_MS = 1_000;

/**
 * What became of every message, by its number. A conversation's messages have rising numbers, in the order in
 * which the customer wrote them. Keeps some bytes a message, however long the texts are.
 */
export class Proof {
  /** The first ones; `problemCount` counts all. */
  readonly problems: string[] = [];
  problemCount = 0;
  answeredCount = 0;
  turns = 0;
  /** Questions that the agent answered once more, because the worker that had asked was killed. */
  askedAgain = 0;
  /** From the customer's message to the reply. */
  readonly waitMs: Float32Array;
  readonly #asked: Uint8Array;
  readonly #answered: Uint8Array;
  readonly #mayRepeat: Uint8Array;
  readonly #conversation: Int32Array;
  readonly #sentAt: Float64Array;
  readonly #lastAnswered: Int32Array;
  #killedAt = Number.NEGATIVE_INFINITY;

  constructor(messages: number, conversations: number) {
    this.waitMs = new Float32Array(messages);
    this.#asked = new Uint8Array(messages);
    this.#answered = new Uint8Array(messages);
    this.#mayRepeat = new Uint8Array(messages);
    this.#conversation = new Int32Array(messages).fill(-1);
    this.#sentAt = new Float64Array(messages);
    this.#lastAnswered = new Int32Array(conversations).fill(-1);
  }

  sent(message: number, conversation: number, now: number): void {
    this.#conversation[message] = conversation;
    this.#sentAt[message] = now;
  }

  /** The agent is asked about these messages, and will answer. */
  asked(messages: readonly number[], now: number): void {
    const [conversation] = this.#readable("a question", messages);
    if (conversation === undefined) return;
    for (const message of messages) {
      if (now < this.#killedAt + LATE_QUESTION_MS) this.#mayRepeat[message] = 1;
      const before = this.#asked[message] ?? 0;
      if (before > 0 && !this.#mayRepeat[message])
        this.#problem(`message ${message} was asked again, though no worker had been killed`);
      else if (before > 0) this.askedAgain++;
      this.#asked[message] = Math.min(before + 1, 255);
    }
  }

  /** The provider accepts the answer to these messages. */
  answered(conversation: number, messages: readonly number[], now: number): void {
    const [of] = this.#readable("an answer", messages);
    if (of === undefined) return;
    if (of !== conversation)
      this.#problem(`the answer to message ${messages[0]} went to conversation ${conversation}, not ${of}`);
    this.turns++;
    for (const message of messages) {
      if (!this.#asked[message]) this.#problem(`message ${message} was answered without having been asked`);
      if (this.#answered[message])
        this.#problem(`message ${message} was answered twice, ${this.#secondsSince(message, now)} s apart`);
      else if (message < (this.#lastAnswered[of] ?? -1))
        this.#problem(`message ${message} was answered after message ${this.#lastAnswered[of]}`);
      if (!this.#answered[message]) {
        this.answeredCount++;
        this.waitMs[message] = now - (this.#sentAt[message] ?? now);
      }
      this.#answered[message] = 1;
      this.#lastAnswered[of] = Math.max(this.#lastAnswered[of] ?? -1, message);
    }
  }

  /** All workers: what was asked and has no answer yet may be asked again. */
  killed(now: number): void {
    this.#killedAt = now;
    for (const [message, asked] of this.#asked.entries())
      if (asked > 0 && !this.#answered[message]) this.#mayRepeat[message] = 1;
  }

  /** Call it once nothing happens any more. */
  lost(): readonly number[] {
    const lost = [...this.#answered.entries()].flatMap(([message, answered]) => (answered ? [] : [message]));
    for (const message of lost) this.#problem(`message ${message} was not answered`);
    return lost;
  }

  #secondsSince(message: number, now: number): string {
    const answeredAt = (this.#sentAt[message] ?? now) + (this.waitMs[message] ?? 0);
    return ((now - answeredAt) / 1000).toFixed(1);
  }

  other(problem: string): void {
    this.#problem(problem);
  }

  /** The conversation, if these are messages of a single one in the order of their writing. */
  #readable(what: string, messages: readonly number[]): readonly [number?] {
    const conversations = new Set(messages.map((message) => this.#conversation[message] ?? -1));
    const [conversation = -1] = conversations;
    if (messages.length === 0 || conversation === -1) this.#problem(`${what} names no known message`);
    else if (conversations.size > 1)
      this.#problem(`${what} mixes conversations: messages ${messages.join(", ")}`);
    else {
      if (messages.some((message, at) => at > 0 && message <= (messages[at - 1] ?? -1)))
        this.#problem(`${what} is not in the order of writing: messages ${messages.join(", ")}`);
      return [conversation];
    }
    return [];
  }

  #problem(text: string): void {
    this.problemCount++;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(text);
  }
}
