import type { Command } from "commander";
import { CONTACT_HELP, theConversation } from "../contact.ts";
import { reasonText } from "../display-text.ts";
import { type Context, connect, withApi } from "../session.ts";

type Options = { quiet?: boolean; summary?: string; number?: string };

export const pauseCommand = (program: Command, { io }: Context) =>
  withApi(program.command("pause"))
    .description("take a conversation over: the bot stops at once")
    .argument("<contact>", CONTACT_HELP)
    .option("--quiet", "do not tell the customer")
    .option("--summary <text>", "what colleagues should know")
    .option("--number <name>", "your number, when the contact writes to several")
    .addHelpText(
      "after",
      '\nExample:\n  npm run wa -- pause +14155550123 --summary "wants a refund, waits for accounting"',
    )
    .action(async (contact: string, { quiet, summary, number }: Options, command: Command) => {
      const { api, print, json, now } = await connect(io, command);
      const conversation = await theConversation(api, contact, { number, now });
      const id = io.newId();
      const body = { id, ...(quiet && { quiet }), ...(summary && { summary }) };
      const answer = await api.call("pause", { params: { conversation }, body });
      // After a lost response, the repeat finds the handoff that this command has started.
      const begun = answer.result === "paused" || answer.handoff?.id === id;
      if (json) print.json({ ...answer, result: begun ? "paused" : answer.result });
      else if (begun)
        print.line(
          `The bot is silent now.${quiet ? "" : " The customer is told that a person takes over, if messages may be sent now."}`,
        );
      else
        print.line(
          `A person has it already${answer.handoff ? ` (${reasonText(answer.handoff.reason)})` : ""}. The bot stays silent.`,
        );
      if (!begun && summary) print.note("The summary was not kept: the one of the first handoff stands.");
    });
