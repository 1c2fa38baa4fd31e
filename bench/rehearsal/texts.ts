/** Short: a longer one, right after an answer, looks as if a machine had written it. */
export const questionOf = (message: number) => `Ask ${message}`;

/** The messages that a question to the agent is about. */
export const messagesAskedIn = (question: string): number[] => numbersIn(question, /\bAsk (\d+)/g);

export const answerTo = (messages: readonly number[]) =>
  `Here you are: ${messages.map((message) => `Re ${message}`).join(", ")}.`;

const SENTENCE = "\n\n- **This** lamp has *warm* white light and is [here](https://lumen.example/lamps).";

/** With markup, as agents write. */
export const longText = (characters: number) => SENTENCE.repeat(Math.ceil(characters / SENTENCE.length));

export const messagesAnsweredIn = (answer: string): number[] => numbersIn(answer, /\bRe (\d+)/g);

const numbersIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number));
