import type { Command } from "commander";
import { Throttled } from "../aws.ts";
import { openCloud } from "../cloud/open.ts";
import { backoff } from "../cloud/retry-throttled.ts";
import type { Io } from "../io.ts";
import { outputTo } from "../output.ts";
import { EXIT, isOutage } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";
import { showStatus } from "../status/show-status.ts";
import { statusOf, unreadStatus } from "../status/status.ts";

const REFRESH_MS = 5_000;

const COLUMNS = `Columns, of the last hour:
  MESSAGES      that customers sent
  ANSWERED      questions (one or more messages) whose answer left
  FAILED        ended without the agent's answer
  DEFERRED      answers that came too late: they wait for the customer to write again
  BLOCKED       not sent, because a person took over, the customer opted out, or the number is off
  WAIT          from the customer's message to our answer: half are faster than p50, 1 in 100 is slower than p99
  AGENT p50     how long the agent takes to answer
  AGENT ERRORS  failed calls of the agent
  REFUSED       messages that the provider did not accept
  DEAD LETTERS  given up; redrive shows them`;

type Options = { url?: string; stage?: string; json?: boolean };

const open = async (io: Io, command: Command, options: Options) => ({
  ...(await connect(io, command)),
  cloud: await openCloud(options, io),
});

export const statusCommand = (program: Command, { io, end }: Context) =>
  withApi(program.command("status"))
    .description("at a glance: are customers answered, and if not, why")
    .option("--watch", "again every five seconds, until Ctrl-C")
    .addHelpText(
      "after",
      `\n${COLUMNS}\n\nExit code: 0 well; 1 not, and what is wrong stands at the top with its fix; 5 or 6 nothing wrong is known, but not all could be read. With --watch 0.\n--json: one object, with --watch one a line, also when nothing could be read. "well" is true only when all is known and nothing is wrong; "troubles": [{kind, level, number?, since?, count?, what, fix}].\n\nExamples:\n  npm run wa -- status --stage prod\n  WA_URL=http://localhost:4000 npm run wa -- status --watch`,
    )
    .action(async ({ watch }: { watch?: boolean }, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const print = outputTo(io);
      const showJson = print[watch ? "jsonLine" : "json"];
      const { api, cloud, json } = await open(io, command, options).catch((error: unknown) => {
        if (options.json && isOutage(error)) showJson(unreadStatus(options.stage, io.clock.now(), error));
        throw error;
      });
      const stop = watch ? io.onInterrupt() : undefined;
      const wait = backoff(REFRESH_MS);
      do {
        const { status, problems } = await statusOf(cloud, api, io.clock);
        if (watch && io.colour) print.line("\u001b[2J\u001b[H");
        if (json) showJson(status);
        else showStatus(status, print, io.width);
        const [problem] = problems;
        if (!watch && status.troubles.length > 0) end(EXIT.failed);
        else if (!watch && problem) end(problem.exit);
        if (watch)
          await io.sleep(
            problems.some((each) => each instanceof Throttled) ? wait.refused() : wait.answered(),
            stop,
          );
      } while (stop && !stop.aborted);
    });
