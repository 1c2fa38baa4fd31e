import type { Command } from "commander";
import { showCampaign } from "../campaign-text.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";

export const campaignCommand = (program: Command, { io }: Context) =>
  withApi(program.command("campaign"))
    .description("how far a mailing has come")
    .argument("<id>", "the id that send-template printed")
    .addHelpText("after", "\nExample:\n  npm run wa -- campaign m-3f9ac1d2e4b5a687")
    .action(async (id: string, _options: unknown, command: Command) => {
      const { api, print, json } = await connect(io, command);
      const answer = await api.call("campaign", { params: { campaign: id } });
      if (answer.jobs.length === 0)
        throw new CliProblem(EXIT.notFound, `Nobody was written to under the campaign "${id}".`);
      if (json) print.json(answer);
      else showCampaign(answer, print);
    });
