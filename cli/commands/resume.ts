import type { Command } from "commander";
import { CONTACT_HELP, theConversation } from "../contact.ts";
import { type Context, connect, withApi } from "../session.ts";

export const resumeCommand = (program: Command, { io }: Context) =>
  withApi(program.command("resume"))
    .description("hand a conversation back to the bot")
    .argument("<contact>", CONTACT_HELP)
    .option("--number <name>", "your number, when the contact writes to several")
    .addHelpText("after", "\nExample:\n  npm run wa -- resume +14155550123")
    .action(async (contact: string, { number }: { number?: string }, command: Command) => {
      const { api, print, json, now } = await connect(io, command);
      const conversation = await theConversation(api, contact, { number, now });
      const answer = await api.call("resume", { params: { conversation } });
      if (json) print.json(answer);
      else
        print.line(
          answer.result === "resumed"
            ? "The bot answers again."
            : "No person had it: the bot answers already.",
        );
    });
