import type { Command } from "commander";
import type { Io } from "../io.ts";
import { type CliProblem, EXIT } from "../problem.ts";
import { choosePlace } from "./choose-place.ts";

type Given = { url?: string; stage?: string };

/** Without the root, where every command may be named. */
const lineage = (command: Command): Command[] =>
  command.parent ? [command, ...lineage(command.parent)] : [];

/** Setup's stage need not be there; evaluate takes settings of a stage only if it is named. */
const CHOOSE_BY_THEMSELVES: ReadonlySet<string> = new Set(["setup", "evaluate"]);

const needsPlace = (command: Command): boolean =>
  !CHOOSE_BY_THEMSELVES.has(command.name()) &&
  lineage(command).some(({ options }) => options.some(({ long }) => long === "--stage"));

const commandLine = (command: Command) =>
  [
    "npm run wa --",
    ...lineage(command)
      .map((each) => each.name())
      .toReversed(),
  ].join(" ");

/**
 * Gives the command a stage or a URL if it was given none. Returns how the stage was chosen.
 */
export async function usePlace(io: Io, command: Command): Promise<string | undefined> {
  const { url, stage } = command.optsWithGlobals<Given>();
  if (!needsPlace(command) || url !== undefined || stage !== undefined || io.env.WA_URL) return undefined;
  const place = await choosePlace(io, commandLine(command));
  const [option, value] = "url" in place ? (["url", place.url] as const) : (["stage", place.stage] as const);
  command.setOptionValueWithSource(option, value, "implied");
  return "stage" in place ? place.because : undefined;
}

/** What helps if the chosen stage was the wrong one. */
export async function explainPlace(
  io: Pick<Io, "findLocalStack">,
  { exit }: CliProblem,
  because: string | undefined,
): Promise<readonly string[]> {
  if (because === undefined || (exit !== EXIT.unreachable && exit !== EXIT.noAccess)) return [];
  const local = await io.findLocalStack();
  return [
    `${because} Another one: --stage NAME.`,
    ...(local ? [`A local stack is running: put WA_URL=${local} before the command.`] : []),
  ];
}
