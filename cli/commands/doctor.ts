import type { Command } from "commander";
import { type Finding, problem, type Verdict, worst } from "../../lib/domain/health/finding.ts";
import { findApi } from "../api-url.ts";
import { operatorApi } from "../client.ts";
import { openCloud } from "../cloud/open.ts";
import { StackNotRunning } from "../cloud/stack.ts";
import { diagnose } from "../doctor/diagnose.ts";
import { resumeNumbers } from "../doctor/resume-numbers.ts";
import { showFindings, summary } from "../doctor/show-findings.ts";
import { outputTo } from "../output.ts";
import { EXIT, type ExitCode } from "../problem.ts";
import { type Context, withApi } from "../session.ts";

const ENDINGS: Record<Verdict, ExitCode> = {
  ok: EXIT.ok,
  skipped: EXIT.ok,
  warning: EXIT.warnings,
  problem: EXIT.failed,
};

export const doctorCommand = (program: Command, { io, end }: Context) =>
  withApi(program.command("doctor"))
    .description("check everything: deploy, secret, webhooks, accounts, templates, queues, alarms")
    .option("--all", "show passed checks, too (the default on a terminal)")
    .addHelpText(
      "after",
      "\nAsks the agent nothing, and changes nothing, except that a number which the provider had refused sends again when all is well. Exit code: 0 all is well, 7 warnings, 1 problems.\n\nExamples:\n  npm run wa -- doctor --stage prod\n  WA_URL=http://localhost:4000 npm run wa -- doctor",
    )
    .action(async ({ all }: { all?: boolean }, command: Command) => {
      const options = command.optsWithGlobals<{ url?: string; stage?: string; json?: boolean }>();
      const print = outputTo(io);
      const cloud = await openCloud(options, io).catch((error: unknown) => {
        if (error instanceof StackNotRunning) return error;
        throw error;
      });
      if (cloud instanceof StackNotRunning) {
        const findings = [problem("deploy", cloud.message, cloud.details.join(" "))];
        if (options.json) print.json({ stage: options.stage, verdict: "problem", findings });
        else showFindings(findings, print, io.width);
        end(EXIT.failed);
        return;
      }
      const found: Finding[] = [];
      const parts = diagnose(io, cloud, (title) => {
        if (io.live && !options.json)
          io.err(`${print.paint("dim", `looking at ${title.toLowerCase()} …`)}\r`);
      });
      for await (const { title, findings } of parts) {
        found.push(...findings);
        const shown =
          all || io.live
            ? findings
            : findings.filter(({ verdict }) => verdict === "problem" || verdict === "warning");
        if (options.json || shown.length === 0) continue;
        if (io.live) io.err("\u001b[2K\r");
        print.line(print.paint("bold", title));
        showFindings(shown, print, io.width);
      }
      const verdict = worst(found);
      const isWell = verdict === "ok" || verdict === "warning";
      // A user of doctor may lack the permission for the operator API.
      const resumed = isWell
        ? await resumeNumbers(operatorApi(await findApi(options, io), io)).catch(() => [])
        : [];
      if (options.json) print.json({ stage: cloud.stage, verdict, findings: found });
      else {
        for (const name of resumed)
          print.line(`\n${name} was stopped by a refusal of the provider, and sends again.`);
        print.line(`\n${cloud.stage}: ${summary(found)}`);
      }
      end(ENDINGS[verdict]);
    });
