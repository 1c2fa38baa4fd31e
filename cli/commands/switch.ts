import { Argument, type Command } from "commander";
import { whoText } from "../display-text.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime } from "../times.ts";

export const switchCommand = (program: Command, { io }: Context) =>
  withApi(program.command("switch"))
    .description("switch a number, or all, off or on; without an argument: show which are on and off")
    .addArgument(new Argument("[state]", "on or off").choices(["on", "off"]))
    .option("--number <name>", "this number")
    .option("--all", "all numbers")
    .addHelpText(
      "after",
      "\nWhile a number is off, the bot and templates send nothing. This works within seconds, without a deploy. People can still reply.\n\nExamples:\n  npm run wa -- switch\n  npm run wa -- switch off --number support",
    )
    .action(
      async (
        state: "on" | "off" | undefined,
        { number, all }: { number?: string; all?: boolean },
        command: Command,
      ) => {
        const which = all ? "*" : number;
        if (state && (!which || (all && number)))
          throw new CliProblem(EXIT.usage, `The number is missing: add --number NAME or --all.`);
        if (!state && which) throw new CliProblem(EXIT.usage, "Add on or off.");
        const { api, print, json } = await connect(io, command);
        const answer =
          state && which
            ? await api.call("switch", { body: { number: which, off: state === "off" } })
            : await api.call("switches");
        if (json) {
          print.json(answer);
          return;
        }
        const allOff = answer.switches.some((each) => each.number === "*" && each.off);
        print.table([
          ["NUMBER", "BOT", "SINCE", "BY"],
          ...answer.switches.map((each) => [
            each.number === "*" ? "all numbers" : each.number,
            each.off ? print.paint("red", "off") : allOff ? print.paint("red", "off (all are)") : "on",
            each.at === undefined ? "" : dayAndTime(each.at),
            each.by ? whoText(each.by) : "",
          ]),
        ]);
        if (state === "on" && allOff && which !== "*")
          print.note("All numbers are switched off together: `switch on --all` takes that back.");
      },
    );
