import type { Command } from "commander";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime } from "../times.ts";

export const resumeNumberCommand = (program: Command, { io }: Context) =>
  withApi(program.command("resume-number"))
    .description("let a number send again at once that the provider had refused, because it is mended")
    .argument("<name>", "the number's name in the settings")
    .addHelpText(
      "after",
      "\nAfter a refused token, a missing payment or a restriction a number is held, and tried again ever more rarely. This ends the hold; a changed token does so by itself.\n\nExample:\n  npm run wa -- resume-number support",
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
        ...answer.numbers.map(({ number, held }) =>
          held ? [number, print.paint("red", "held"), dayAndTime(held.since), held.code] : [number, "yes", "", ""],
        ),
      ]);
    });
