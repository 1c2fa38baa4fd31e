import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/**
 * Ctrl-D gives an empty answer: readline itself would wait for ever. A pasted answer may begin with empty
 * lines.
 */
export const askOn =
  (input: NodeJS.ReadableStream, output: NodeJS.WritableStream) =>
  async (question: string): Promise<string> => {
    const reader = createInterface({ input, output, terminal: false });
    const pasted: string[] = [];
    reader.on("line", (line) => pasted.push(line));
    try {
      const answer = await Promise.race([
        reader.question(question).catch(() => undefined),
        once(reader, "close").then(() => undefined),
      ]);
      if (answer === undefined) output.write("\n");
      return answer?.trim() ? answer : (pasted.find((line) => line.trim() !== "") ?? answer ?? "");
    } finally {
      reader.close();
    }
  };

/** Typed characters show as stars. `interrupt`: Ctrl-C is a key here, and no signal. */
export async function askHidden(question: string, interrupt: () => void): Promise<string> {
  const { password } = await import("@inquirer/prompts");
  return password({ message: question, mask: "*" }).catch(() => {
    interrupt();
    return "";
  });
}
