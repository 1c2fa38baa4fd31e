import type { Command } from "commander";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime } from "../times.ts";

export const resumeNumberCommand = (program: Command, { io }: Context) =>
  withApi(program.command("resume-number"))
    .description("let a number send again at once, after the reason for the provider's refusal is fixed")
    .argument("<name>", "the number's name in the settings")
    .addHelpText(
      "after",
      "\nAfter a refused token, a missing payment or a restriction, a number stops sending and retries less and less often. This command lets it send again at once. A changed token does so, too.\n\nExample:\n  npm run wa -- resume-number support",
    )
    .action(async (name: string, _: unknown, command: Command) => {
      const { api, print, json } = await connect(io, command);
      const answer = await api.call("resume-number", { body: { number: name } });
      if (json) {
        print.json(answer);
        return;
      }
      print.table([
        ["NUMBER", "SENDS", "SINCE", "CODE"],
        ...answer.numbers.map(({ number, suspended }) =>
          suspended
            ? [number, print.paint("red", "no"), dayAndTime(suspended.since), suspended.code]
            : [number, "yes", "", ""],
        ),
      ]);
    });
