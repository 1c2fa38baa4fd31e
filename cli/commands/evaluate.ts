import { type Command, InvalidArgumentError } from "commander";
import { confirm } from "../confirm.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { EXAMPLE } from "../evaluate/example.ts";
import { prepare } from "../evaluate/prepare.ts";
import { jsonOf, type Report } from "../evaluate/report.ts";
import { reportPage } from "../evaluate/report-page.ts";
import { showReport } from "../evaluate/show-report.ts";
import { writePrivate } from "../files.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT, type ExitCode } from "../problem.ts";
import type { Context } from "../session.ts";

type Options = {
  settings?: string;
  stage?: string;
  against?: string;
  number?: string;
  parallel: number;
  html?: string;
  json?: boolean;
  yes?: boolean;
  example?: boolean;
};

const MAX_PARALLEL = 20;

function parallel(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MAX_PARALLEL)
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_PARALLEL}.`);
  return value;
}

const REFUSED = /^(?:http_40[13]|.*(?:api_key|unauthori[sz]ed|forbidden).*)$/;

/** Of the first agent: the second one is only what it is compared with. */
function exitOf({ agents: [{ stopped, summary }] }: Report): ExitCode {
  if (stopped === "interrupted") return EXIT.interrupted;
  if (stopped) return REFUSED.test(stopped.agentFails) ? EXIT.noAccess : EXIT.unreachable;
  return summary.failed > 0 ? EXIT.failed : EXIT.ok;
}

export const evaluateCommand = (program: Command, { io, end }: Context) =>
  program
    .command("evaluate")
    .description(
      "put a file of questions to the agent, through the whole system on this machine, and check the answers",
    )
    .argument("[file]", "the questions, YAML (docs/evaluate.md)")
    .option(
      "--settings <file>",
      "the settings whose agent is asked (default: WA_SETTINGS, else the demo agent)",
    )
    .option(
      "--stage <name>",
      "the settings of this stage instead; the agent's key comes from its secret in AWS",
    )
    .option("--against <file>", "other settings: shows both agents side by side")
    .option("--number <name>", "the number that is written to, if the file names none (default: the first)")
    .option("--parallel <count>", "conversations at once", parallel, 3)
    .option("--html <file>", "also write a page with the chats as phones show them")
    .option("--json", "print JSON, for scripts")
    .option("--yes", "ask the agent without asking you")
    .option("--example", "print an example of a file")
    .addHelpText(
      "after",
      `
The agent's key: CHATSBY_API_KEY or WA_SECRETS; with --stage, that stage's secret. Only the agent is called: no message
reaches WhatsApp. Each question uses one message of your plan, or more if the agent fails at first.

Exit codes: 0 every check passed, 1 a check failed, 2 wrong file or usage, 5 the agent refuses the key, 6 the agent
does not answer, 130 interrupted (what was found so far is shown).

Examples:
  npm run -s wa -- evaluate --example > questions.yaml
  npm run wa -- evaluate questions.yaml --html report.html
  npm run wa -- evaluate questions.yaml --stage prod --against infra/settings/next.json --yes`,
    )
    .action(async (path: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const print = outputTo(io);
      if (options.example) {
        io.out(EXAMPLE);
        return;
      }
      if (path === undefined)
        throw new CliProblem(EXIT.usage, "Name the file of questions.", [
          "An example: npm run wa -- evaluate --example",
        ]);
      const prepared = await prepare(io, path, options);
      print.note(prepared.plan);
      if (prepared.paid > 0 && !options.yes) await confirm(io, "Ask them?");
      // A file that cannot be written is found out before anything is paid for.
      if (options.html) await writePrivate(options.html, "");
      print.note("The system starts on this machine: this takes some seconds.");
      const report = await evaluate(io, prepared, options.parallel);
      if (options.json) print.json(jsonOf(report));
      else showReport(report, print);
      if (options.html) {
        await writePrivate(options.html, reportPage(report));
        print.note(`The chats are in ${options.html}.`);
      }
      end(exitOf(report));
    });
