import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Ctrl-D gives an empty answer: readline itself would wait for ever. */
export const askOn =
  (input: NodeJS.ReadableStream, output: NodeJS.WritableStream) =>
  async (question: string): Promise<string> => {
    const reader = createInterface({ input, output, terminal: false });
    try {
      const answer = await Promise.race([
        reader.question(question).catch(() => undefined),
        once(reader, "close").then(() => undefined),
      ]);
      if (answer === undefined) output.write("\n");
      return answer ?? "";
    } finally {
      reader.close();
    }
  };

/** Typed characters show as stars. Ctrl-C gives an empty answer. */
export async function askHidden(question: string): Promise<string> {
  const { password } = await import("@inquirer/prompts");
  return password({ message: question, mask: "*" }).catch(() => "");
}
