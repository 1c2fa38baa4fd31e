import type { Command } from "commander";
import { type Finding, problem, type Verdict, worst } from "../../lib/domain/health/finding.ts";
import { findApi } from "../api-url.ts";
import { checkCustomers } from "../checks/customers.ts";
import { checkRollouts } from "../checks/rollouts.ts";
import { failedCheck, runCheck } from "../checks/run-check.ts";
import { operatorApi } from "../client.ts";
import { openCloud } from "../cloud/open.ts";
import { StackNotRunning } from "../cloud/stack.ts";
import { diagnose, type Part } from "../doctor/diagnose.ts";
import { resumeNumbers } from "../doctor/resume-numbers.ts";
import { showFindings, summary } from "../doctor/show-findings.ts";
import { outputTo } from "../output.ts";
import { EXIT, type ExitCode, isOutage } from "../problem.ts";
import { type Context, withApi } from "../session.ts";
import { settingsPath } from "../settings-path.ts";
import { apiStatus } from "../status/api-status.ts";

const ENDINGS: Record<Verdict, ExitCode> = {
  ok: EXIT.ok,
  skipped: EXIT.ok,
  warning: EXIT.warnings,
  problem: EXIT.failed,
};

type Options = { all?: boolean; media?: boolean; ask?: boolean; settings?: string };

const CUSTOMERS = "Customers";
/** With a problem in one of them a stopped number would only be refused again. */
const CONCERN_SENDING: ReadonlySet<string> = new Set(["Deploy", "Secret", "Accounts"]);

/** The operator API needs the secret, too. */
const afterSecret = (finding: Finding): Finding =>
  finding.unchecked ? { ...finding, fix: "Fill in the secret first, then run doctor again." } : finding;

export const doctorCommand = (program: Command, { io, end }: Context) =>
  withApi(program.command("doctor"))
    .description(
      "check everything: deploy, secret, webhooks, accounts, templates, queues, alarms, waiting customers",
    )
    .option("--all", "show passed checks, too (the default on a terminal)")
    .option("--ask", "also put one question to each agent: a message on your Chatsby plan")
    .option(
      "--settings <file>",
      "with --ask: the file that gets the dialect in which the agent answers (default: the stage's)",
    )
    .option("--media", "also give the engine that understands media a tiny file: about a cent")
    .addHelpText(
      "after",
      "\nAsks the agent nothing without --ask, and changes nothing, except that a number which the provider had refused sends again when secret and accounts are well.\n--ask tries the known dialects of Chatsby's API until one answers, shows names and types of what came back, and writes the right chatsby.dialect into the settings file. Exit code: 0 all is well, 7 warnings, 1 problems.\n--json: one object {stage, verdict, resumed, findings: [{check, number?, verdict, evidence, fix?}]}, also when the stage cannot be read (exit code 5 or 6).\n\nExamples:\n  npm run wa -- doctor --stage prod\n  WA_URL=http://localhost:4000 npm run wa -- doctor",
    )
    .action(async ({ all, media, ask, settings }: Options, command: Command) => {
      const options = command.optsWithGlobals<{ url?: string; stage?: string; json?: boolean }>();
      const print = outputTo(io);
      const showJson = (
        stage: string | undefined,
        findings: readonly Finding[],
        resumed: readonly string[],
      ) => print.json({ stage: stage ?? "local", verdict: worst(findings), resumed, findings });
      const cloud = await openCloud(options, io).catch((error: unknown) => {
        if (error instanceof StackNotRunning) return error;
        if (options.json && isOutage(error)) showJson(options.stage, [failedCheck("deploy", error)], []);
        throw error;
      });
      if (cloud instanceof StackNotRunning) {
        const findings = [problem("deploy", cloud.message, cloud.details.join(" "))];
        if (options.json) showJson(options.stage, findings, []);
        else showFindings(findings, print, io.width);
        end(EXIT.failed);
        return;
      }
      const found: Finding[] = [];
      const show = ({ title, findings }: Part) => {
        found.push(...findings);
        const shown =
          all || io.live
            ? findings
            : findings.filter(({ verdict }) => verdict === "problem" || verdict === "warning");
        if (options.json || shown.length === 0) return;
        if (io.live) io.err("\u001b[2K\r");
        print.line(print.paint("bold", title));
        showFindings(shown, print, io.width);
      };
      const onStart = (title: string) => {
        if (io.live && !options.json)
          io.err(`${print.paint("dim", `looking at ${title.toLowerCase()} …`)}\r`);
      };
      let sends = true;
      const file = settings ?? (cloud.local ? undefined : settingsPath(cloud.stage));
      const asks = { asksMedia: media === true, ...(ask && { asksAgent: { settingsPath: file } }) };
      for await (const part of diagnose(io, cloud, onStart, asks)) {
        if (CONCERN_SENDING.has(part.title) && worst(part.findings) === "problem") sends = false;
        show(part);
      }
      onStart(CUSTOMERS);
      let resumed: readonly string[] = [];
      const customers = await runCheck(io, "customers", async () => {
        const api = operatorApi(await findApi(options, io), io);
        const status = await apiStatus(api);
        resumed = sends ? await resumeNumbers(api) : [];
        return [...checkCustomers(status, resumed), ...checkRollouts(status)];
      });
      const noSecret = found.some(({ check, verdict }) => check === "secret" && verdict === "problem");
      show({ title: CUSTOMERS, findings: noSecret ? customers.map(afterSecret) : customers });
      if (options.json) showJson(cloud.stage, found, resumed);
      else {
        for (const name of resumed)
          print.line(`\n${name} was stopped by a refusal of the provider, and sends again.`);
        print.line(`\n${cloud.stage}: ${summary(found)}`);
      }
      end(ENDINGS[worst(found)]);
    });
