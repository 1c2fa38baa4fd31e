import type { Command } from "commander";
import { CONTACT_HELP, contactFrom, findConversations } from "../contact.ts";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime, shownWindow } from "../times.ts";

export const findCommand = (program: Command, { io }: Context) =>
  withApi(program.command("find"))
    .description("the conversations of a contact")
    .argument("<contact>", CONTACT_HELP)
    .option("--number <name>", "only with this number of yours")
    .addHelpText("after", '\nExample:\n  npm run wa -- find "+1 (415) 555-0123"')
    .action(async (text: string, { number }: { number?: string }, command: Command) => {
      const contact = contactFrom(text);
      const { api, print, json, now } = await connect(io, command);
      const conversations = await findConversations(api, contact, number);
      if (json) {
        print.json({ conversations });
        return;
      }
      print.table([
        ["CONVERSATION", "NUMBER", "LAST MESSAGE", "WINDOW", "STATE"],
        ...conversations.map((each) => [
          each.conversation,
          each.number ?? "?",
          each.lastInboundAt === undefined ? "never wrote" : dayAndTime(each.lastInboundAt),
          shownWindow(each.windowClosesAt, now).replace(/^window /, ""),
          [each.optedOut && "opted out", each.paused ? "with a person" : !each.optedOut && "bot answers"]
            .filter(Boolean)
            .join(", "),
        ]),
      ]);
    });
