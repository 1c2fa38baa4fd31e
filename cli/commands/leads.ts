import type { Command } from "commander";
import { stringify } from "csv-stringify/sync";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { Api } from "../client.ts";
import { writePrivate } from "../files.ts";
import { jsonText, plain } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, connect, withApi } from "../session.ts";

type Lead = ResultOf<"leads">["leads"][number];

const FIRST = ["name", "phone", "email", "username", "userId", "country"];

async function allLeads(api: Api): Promise<Lead[]> {
  const leads: Lead[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call("leads", { params: { cursor } });
    leads.push(...page.leads);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return leads;
}

/**
 * Customers choose these values: none may act as a formula in a spreadsheet. A phone number is safe and
 * stays as a mailing reads it.
 */
const cell = (value: string) => (/^\+\d{7,15}$/.test(value) ? value : plain(value).replace(FORMULA, "$1'"));
/** Matches at the start, and after a character that some spreadsheets treat as the end of a cell. */
const FORMULA = /(^|[;\t\r\n]["\s]*)(?=[=+\-@])/g;

function csvOf(leads: readonly Lead[]): string {
  const known = new Set(leads.flatMap(({ fields }) => Object.keys(fields)));
  const names = [
    ...FIRST.filter((name) => known.has(name)),
    ...[...known].filter((name) => !FIRST.includes(name)).toSorted(),
  ];
  const rows = leads.map(({ conversation, number, fields, createdAt, updatedAt }) => [
    cell(conversation),
    number,
    new Date(createdAt).toISOString(),
    new Date(updatedAt).toISOString(),
    ...names.map((name) => cell(fields[name]?.value ?? "")),
  ]);
  return stringify([["conversation", "number", "created", "updated", ...names.map(cell)], ...rows]);
}

export const leadsCommand = (program: Command, { io }: Context) => {
  const group = program.command("leads").description("collected contact data");
  withApi(group.command("export"))
    .description("all leads, oldest first")
    .option("--csv", "as a table for spreadsheets, in UTF-8")
    .option("--out <file>", "write to this file instead")
    .addHelpText(
      "after",
      "\nExamples:\n  npm run wa -- leads export --csv --out leads.csv\n  npm run wa -- leads export --json",
    )
    .action(async ({ csv, out }: { csv?: boolean; out?: string }, command: Command) => {
      const asJson = command.optsWithGlobals<{ json?: boolean }>().json === true;
      if (asJson === (csv === true)) throw new CliProblem(EXIT.usage, "Add --csv or --json.");
      const { api, print } = await connect(io, command);
      const leads = await allLeads(api);
      const text = csv ? csvOf(leads) : `${jsonText({ leads })}\n`;
      if (!out) {
        io.out(text);
        return;
      }
      // Excel needs the byte order mark to detect UTF-8. A pipe does not.
      await writePrivate(out, csv ? `\uFEFF${text}` : text);
      print.note(`${leads.length} leads written to ${out}. They are personal data: keep the file safe.`);
    });
};
