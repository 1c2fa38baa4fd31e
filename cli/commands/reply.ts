import type { Command } from "commander";
import { CONTACT_HELP, theConversation } from "../contact.ts";
import { unmarked } from "../dashed-id.ts";
import { utf8 } from "../files.ts";
import { outcomeOf, printOutcome } from "../outbound-outcome.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";

export const replyCommand = (program: Command, { io, end }: Context) =>
  withApi(program.command("reply"))
    .description("write to a customer as a person; the bot stops answering")
    .argument("<contact>", CONTACT_HELP)
    .argument("<text...>", 'what to write; "-" reads it from a pipe')
    .option("--number <name>", "your number, when the contact writes to several")
    .option("--no-wait", "do not wait until it is sent")
    .addHelpText(
      "after",
      `
Only within 24 hours of the customer's last message; afterwards use send-template.

Examples:
  npm run wa -- reply +14155550123 "Your parcel left today."
  npm run wa -- reply +14155550123 -- "-20 % this week"
  npm run wa -- reply +14155550123 - < answer.txt`,
    )
    .action(
      async (
        contact: string,
        words: string[],
        { number, wait }: { number?: string; wait: boolean },
        command: Command,
      ) => {
        const given = words.map(unmarked).join(" ");
        const text = (given === "-" ? utf8(await io.stdin()) : given)?.trim();
        if (text === undefined)
          throw new CliProblem(
            EXIT.usage,
            "The text is not UTF-8: letters like é and ü would be garbled. Save it as UTF-8.",
          );
        if (!text) throw new CliProblem(EXIT.usage, "There is nothing to send: the text is empty.");
        const { api, print, json, now } = await connect(io, command);
        const conversation = await theConversation(api, contact, { number, now });
        const answer = await api.call("reply", { params: { conversation }, body: { text, id: io.newId() } });
        if (!wait) {
          if (json) print.json(answer);
          else print.line(`Queued as ${answer.outbound}.`);
          return;
        }
        const outcome = await outcomeOf(api, io, answer);
        if (json) print.json({ ...answer, ...outcome });
        end(
          json
            ? outcome.state === "failed" || outcome.state === "cancelled"
              ? EXIT.failed
              : EXIT.ok
            : printOutcome(outcome, print),
        );
      },
    );
