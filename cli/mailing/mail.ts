import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { TemplateDefinition } from "../../lib/domain/template/template.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { confirm } from "../confirm.ts";
import { readUserFile } from "../files.ts";
import { limitText } from "../limit-text.ts";
import { plain } from "../output.ts";
import { CliProblem, EXIT, type ExitCode } from "../problem.ts";
import type { SendOptions } from "../send-options.ts";
import type { Session } from "../session.ts";
import { awaitOutcome } from "./await-outcome.ts";
import { campaignIdOf } from "./campaign-id.ts";
import { checkValues, problemLines, withCommon } from "./check.ts";
import { showProgress } from "./progress.ts";
import { type Recipient, readRecipients } from "./read-recipients.ts";
import { exitOf, reportJson, showReport } from "./report.ts";
import { sendAll, type Tally } from "./send-all.ts";

export type About = {
  session: Session;
  shelf: ResultOf<"templates">;
  definition: TemplateDefinition;
  options: SendOptions;
  csv: string;
};

type Plan = { campaign: string; recipients: readonly Recipient[]; duplicates: number; preview: string };

function planOf({ definition, options, csv }: About, file: Buffer): Plan {
  const { recipients: read, repeated, problems } = readRecipients(file);
  const twice = Object.keys(options.set).filter((key) => read[0] && Object.hasOwn(read[0].values, key));
  if (twice.length > 0)
    throw new CliProblem(
      EXIT.usage,
      `Given both by --set and by a column of the file: ${twice.join(", ")}. Keep one of the two.`,
    );
  const recipients = withCommon(read, options.set);
  const checked = checkValues(definition, recipients);
  const all = [...problems, ...checked.problems];
  if (all.length > 0)
    throw new CliProblem(
      EXIT.usage,
      `Nothing was sent: ${csv} must be fixed first.`,
      problemLines(all, recipients.length),
    );
  return {
    campaign:
      options.campaign ??
      campaignIdOf({
        file,
        number: options.number,
        name: definition.name,
        language: definition.language,
        common: options.set,
      }),
    recipients,
    duplicates: repeated.length,
    preview: checked.first?.preview ?? "",
  };
}

function announce(
  { session: { print }, shelf, definition, options, csv }: About,
  { campaign, recipients, duplicates, preview }: Plan,
): void {
  const most = Math.min(recipients.length, options.limit ?? Number.POSITIVE_INFINITY);
  const category = definition.category?.toLowerCase();
  print.note(`${print.paint("dim", "The first message:")}\n${plain(preview)}\n`);
  print.note(
    `${recipients.length} recipients in ${csv}${duplicates > 0 ? `, ${duplicates} more are duplicates and are left out` : ""}.`,
  );
  print.note(
    `At most ${most} messages in this run, each billed${category ? ` as ${category}` : ""} once it is delivered; see the provider's price list.`,
  );
  print.note(limitText(shelf));
  const room = shelf.dailyLimit === null ? undefined : Math.max(0, shelf.dailyLimit - shelf.usedLast24Hours);
  if (room !== undefined && room < most)
    print.note(
      `That is not enough for all today: the mailing stops at the limit. Run the command again to continue.`,
    );
  print.note(`Mailing ${campaign}`);
}

export async function mail(about: About): Promise<ExitCode> {
  const { session, definition, options } = about;
  const { io, api, print, json } = session;
  const plan = planOf(about, await readUserFile(about.csv));
  const { campaign, recipients, duplicates, preview } = plan;
  announce(about, plan);
  if (options.dryRun) {
    if (json) print.json({ dryRun: true, campaign, recipients: recipients.length, duplicates, preview });
    else print.line("Nothing was sent (--dry-run).");
    return EXIT.ok;
  }
  if (!options.yes) await confirm(io, `Send it from ${options.number}?`);

  const interrupted = io.onInterrupt();
  const startedAt = io.clock.now();
  const tally: Tally = { done: 0, queued: 0, repeated: 0, optedOut: 0, noOptIn: 0, refused: [] };
  const stopProgress = showProgress(io, tally, recipients.length);
  const stop = await sendAll(
    {
      number: options.number,
      template: { name: definition.name, ...omitUndefined({ language: definition.language }) },
      campaign,
      recipients,
      rate: options.rate,
      limit: options.limit ?? Number.POSITIVE_INFINITY,
    },
    { api, io, interrupted, tally },
  ).finally(stopProgress);

  const wait = typeof options.wait === "number" ? options.wait * 1_000 : 0;
  // A missing report changes nothing about the messages sent.
  const outcome = await awaitOutcome(campaign, wait, { api, io, interrupted }).catch(() => undefined);
  const ended = {
    campaign,
    tally,
    duplicates,
    left: recipients.length - tally.done,
    stop,
    outcome,
    startedAt,
  };
  if (json) print.json(reportJson(ended));
  else showReport(ended, print);
  return exitOf(ended);
}
