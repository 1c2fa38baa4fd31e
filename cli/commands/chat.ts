import type { Command } from "commander";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { isLocal } from "../api-url.ts";
import { type ChatBubble, type ChatEvent, type LocalChat, openChat } from "../chat/local-chat.ts";
import { paintBubble } from "../chat/paint-bubble.ts";
import type { Io } from "../io.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Context } from "../session.ts";

const ANSWER_TIMEOUT_MS = MINUTE_MS;

/** Typed or piped. An empty line ends the input. */
async function* linesOf(io: Io): AsyncGenerator<string> {
  if (!io.ask) {
    for (const line of (await io.stdin()).toString("utf8").split(/\r?\n/)) if (line.trim()) yield line.trim();
    return;
  }
  for (let line = await io.ask("you: "); line.trim(); line = await io.ask("you: ")) yield line.trim();
}

export const chatCommand = (program: Command, { io }: Context) =>
  program
    .command("chat")
    .description("chat with the agent of the local stack, as a customer")
    .option("--url <url>", "the local stack (or WA_URL in the environment; default: http://localhost:4000)")
    .option("--number <name>", "the business's number (default: the first)")
    .option("--customer <name>", "who writes (default: the first)")
    .addHelpText(
      "after",
      '\nAn empty line ends it. What is written goes as a signed webhook through the whole system, and shows on the page too.\n\nExamples:\n  npm run wa -- chat\n  echo "Do you ship to Canada?" | npm run -s wa -- chat --number sales',
    )
    .action(async (options: { number?: string; customer?: string }, command: Command) => {
      const { url } = command.optsWithGlobals<{ url?: string }>();
      const base = URL.parse(url ?? io.env.WA_URL ?? "http://localhost:4000");
      if (!base || !isLocal(base))
        throw new CliProblem(EXIT.usage, "This is for the local stack: --url http://localhost:4000");
      const stop = new AbortController();
      const print = outputTo(io);
      const chat = await openChat(base, io, stop.signal);
      try {
        const number =
          options.number === undefined
            ? chat.numbers[0]
            : chat.numbers.find(({ name }) => name === options.number);
        const customer =
          options.customer === undefined
            ? chat.customers[0]
            : chat.customers.find(({ name }) => name === options.customer);
        if (!number)
          throw new CliProblem(
            EXIT.notFound,
            `There is no such number. There are: ${chat.numbers.map(({ name }) => name).join(", ")}.`,
          );
        if (!customer)
          throw new CliProblem(
            EXIT.notFound,
            `There is no such customer. There are: ${chat.customers.map(({ name }) => name).join(", ")}.`,
          );
        if (io.ask)
          print.note(
            `${customer.name} writes to ${number.name} (${number.provider}). An empty line ends it.`,
          );
        const answered = listenTo(chat, io, (bubble) =>
          print.line(`${print.paint("green", number.name)}: ${paintBubble(bubble, print)}`),
        );
        for await (const words of linesOf(io)) {
          if (!io.ask) print.line(print.paint("dim", `${customer.name}: ${words}`));
          const id = await chat.sendText(customer.id, number.name, words);
          await answered({ id, customer: customer.id, number: number.name });
        }
      } finally {
        stop.abort();
      }
    });

type About = { id: string; customer: string; number: string };

/** Shows each once, although the bubble comes again with every status. */
function listenTo({ events }: LocalChat, io: Pick<Io, "sleep">, show: (bubble: ChatBubble) => void) {
  const shown = new Set<string>();
  function ask(): ReturnType<typeof events.next> {
    const next = events.next();
    // The chat may end before this settles.
    next.catch(() => undefined);
    return next;
  }
  // Kept between calls: a result that nobody awaits would be lost.
  let next = ask();

  async function nextEvent(timeoutMs: number): Promise<ChatEvent | undefined> {
    const stop = new AbortController();
    const found = await Promise.race([next, io.sleep(timeoutMs, stop.signal)]);
    stop.abort();
    if (!found) return undefined;
    if (found.done) throw new CliProblem(EXIT.unreachable, "The local stack has ended.");
    next = ask();
    return found.value;
  }

  return async ({ id, customer, number }: About): Promise<void> => {
    for (;;) {
      const found = await nextEvent(ANSWER_TIMEOUT_MS);
      if (!found)
        throw new CliProblem(
          EXIT.failed,
          "No answer came within a minute. Look at the page, or at `npm run wa -- doctor`.",
        );
      if (found.kind === "rest") {
        if (found.trace === id) return;
        continue;
      }
      const { bubble } = found;
      if (
        bubble.from !== "business" ||
        bubble.customer !== customer ||
        bubble.number !== number ||
        shown.has(bubble.id)
      )
        continue;
      shown.add(bubble.id);
      show(bubble);
    }
  };
}
