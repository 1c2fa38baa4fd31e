import type { Command } from "commander";
import { type Campaign, campaign } from "../answers.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";

/** How many failed for which reason. */
export function failuresByCode({ jobs }: Campaign): ReadonlyMap<string, number> {
  const codes = new Map<string, number>();
  for (const { state, code = "no code" } of jobs)
    if (state === "failed" || state === "cancelled") codes.set(code, (codes.get(code) ?? 0) + 1);
  return codes;
}

export function showCampaign(answer: Campaign, print: Output): void {
  const { sent, failed, cancelled, waiting } = answer.counts;
  print.line(`sent ${sent}, failed ${failed}, cancelled ${cancelled}, waiting ${waiting}`);
  for (const [code, count] of failuresByCode(answer)) print.line(`    ${count} × ${code}`);
}

export const campaignCommand = (program: Command, { io }: Context) =>
  withApi(program.command("campaign"))
    .description("how far a mailing has come")
    .argument("<id>", "the id that send-template printed")
    .addHelpText("after", "\nExample:\n  npm run wa -- campaign m-3f9ac1d2e4b5a687")
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, print, json } = await connect(io, command);
      const answer = await api.get(`campaigns/${encodeURIComponent(id)}`, campaign);
      if (answer.jobs.length === 0) throw new CliProblem(EXIT.notFound, `Nobody was written to under the campaign "${id}".`);
      if (json) print.json(answer);
      else showCampaign(answer, print);
    });
