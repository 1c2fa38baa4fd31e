import { randomBytes } from "node:crypto";
import { Argument, type Command } from "commander";
import { signerWith } from "../../lib/adapters/crm/lead-webhook.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { openCloud } from "../cloud/open.ts";
import { confirm } from "../confirm.ts";
import { writePrivate } from "../files.ts";
import type { Io } from "../io.ts";
import { type Output, outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { ENTRIES, type Entry, entryAt, keptPins, valuesOf, withValues } from "../secrets/entries.ts";
import { openSecret, problemsAt, problemsOf } from "../secrets/open-secret.ts";
import { MAX_VALUES, rotationSteps, withNewValue } from "../secrets/rotation.ts";
import { type Context, withApi } from "../session.ts";
import { dayAndTime } from "../times.ts";

const LEAD_SECRETS = "leads.webhookSecrets";
const SEEN = "The functions see it within five minutes, without a deploy.";

type Shared = { url?: string; stage?: string; json?: boolean };
type SecretOptions = Shared & {
  fromEnv?: string;
  generate?: boolean;
  out?: string;
  finish?: boolean;
  yes?: boolean;
};

function theEntry(path: string): Entry {
  const entry = entryAt(path);
  if (entry) return entry;
  const why =
    path === "identityKey"
      ? "identityKey names every conversation: changed, each customer would look new. It is never touched."
      : `There is no entry ${path}.`;
  throw new CliProblem(EXIT.usage, why, [`There are: ${ENTRIES.map((each) => each.path).join(", ")}`]);
}

/** Never comes from an argument: other users of the machine can see those. */
async function newValue(io: Io, entry: Entry, { fromEnv, generate }: SecretOptions): Promise<string> {
  if (generate) {
    if (entry.made === "elsewhere")
      throw new CliProblem(EXIT.usage, `${entry.path} is made by its provider: it cannot be generated here.`);
    return entry.path === LEAD_SECRETS
      ? `whsec_${randomBytes(32).toString("base64")}`
      : randomBytes(32).toString("base64url");
  }
  const value = fromEnv
    ? io.env[fromEnv]
    : io.askHidden
      ? await io.askHidden(entry.path)
      : (await io.stdin()).toString("utf8");
  const read = value?.trim() ?? "";
  if (!read)
    throw new CliProblem(
      EXIT.usage,
      fromEnv
        ? `${fromEnv} is not set.`
        : "No value was given: type it, pipe it in, or name a variable with --from-env.",
    );
  if (entry.path === LEAD_SECRETS && !signerWith(read))
    throw new CliProblem(
      EXIT.usage,
      `${entry.path}: this value cannot sign. It is whsec_ and base64; --generate makes one.`,
    );
  return read;
}

/** A generated value goes to a file that only its owner can read, or to standard output if asked for. */
async function printNewValue(value: string, { generate, out }: SecretOptions, print: Output): Promise<void> {
  if (!generate) return;
  if (!out || out === "-") print.line(value);
  else {
    await writePrivate(out, `${value}\n`);
    print.note(`The new value is in ${out}.`);
  }
}

async function list(io: Io, options: Shared): Promise<void> {
  const print = outputTo(io);
  const cloud = await openCloud(options, io);
  const { value, changedAt } = await openSecret(cloud);
  const entries = [
    ...ENTRIES.map((entry) => ({
      entry: entry.path,
      values: valuesOf(value, entry).length,
      what: entry.what,
    })),
    ...keptPins(value),
  ];
  const problems = problemsOf(value);
  if (options.json) {
    print.json({ ...omitUndefined({ changedAt }), entries, problems });
    return;
  }
  print.table([
    ["ENTRY", "VALUES", "WHAT FOR"],
    ...entries.map(({ entry, values, what }) => [entry, values === 0 ? "-" : String(values), what]),
  ]);
  if (changedAt !== undefined) print.line(`\nLast changed ${dayAndTime(changedAt)}.`);
  for (const problem of problems) print.note(print.paint("red", `✗ ${problem}`));
}

const currentValues = async (io: Io, options: SecretOptions, entry: Entry) =>
  valuesOf((await openSecret(await openCloud(options, io))).value, entry);

/**
 * Returns whether the secret has changed. Refuses to make a usable secret unusable: every webhook would be
 * refused.
 */
async function change(
  io: Io,
  options: SecretOptions,
  entry: Entry,
  next: (known: readonly string[]) => readonly string[],
): Promise<boolean> {
  const cloud = await openCloud(options, io);
  const { value, version } = await openSecret(cloud);
  const known = valuesOf(value, entry);
  const values = next(known);
  const changed = withValues(value, entry, values);
  const problems = problemsAt(changed, entry.path);
  if (problems.length > 0) throw new CliProblem(EXIT.usage, "Nothing was written:", problems);
  const missing = problemsOf(changed);
  if (missing.length > 0 && problemsOf(value).length === 0)
    throw new CliProblem(
      EXIT.refused,
      "Nothing was written: with this value alone the secret could not be used, and every webhook would be refused.",
      [...missing, "`npm run wa -- setup` puts in all that belongs together."],
    );
  if (JSON.stringify(known) === JSON.stringify(values)) return false;
  await cloud.secret.write(JSON.stringify(changed), version);
  return true;
}

const UNCHANGED = "holds this value already: nothing was changed.";

const withSource = (command: Command) =>
  command
    .option("--from-env <name>", "read the value from this environment variable")
    .option("--generate", "make one up (only where no provider makes it)")
    .option("--out <file>", "write a generated value there, for its owner alone; default: standard output");

const path = () => new Argument("<entry>", ENTRIES.map((entry) => entry.path).join(", "));

export function secretsCommand(program: Command, { io }: Context): void {
  const secrets = withApi(program.command("secrets"))
    .description("the credentials in AWS Secrets Manager: list, set, rotate; values are never shown")
    .addHelpText("after", `\n${SEEN} \`secrets COMMAND --help\` shows the options.`);

  withApi(secrets.command("list", { isDefault: true }))
    .description("which entries there are, and what is missing")
    .action((_: unknown, command: Command) => list(io, command.optsWithGlobals<Shared>()));

  withSource(withApi(secrets.command("set")))
    .description("put a value in place of the one that is there")
    .addArgument(path())
    .option("--yes", "do not ask before the only value of a list is replaced")
    .action(async (name: string, _: unknown, command: Command) => {
      const [options, entry, print] = [
        command.optsWithGlobals<SecretOptions>(),
        theEntry(name),
        outputTo(io),
      ];
      const value = await newValue(io, entry, options);
      const others = (await currentValues(io, options, entry)).filter((each) => each !== value);
      if (entry.kind === "list" && others.length > 0 && !options.yes)
        await confirm(
          io,
          `${entry.path} will hold this value only; what is signed with another one is refused (rotate keeps both). Go on?`,
        );
      const isNew = await change(io, options, entry, () => [value]);
      await printNewValue(value, options, print);
      print.note(isNew ? `Saved ${entry.path}. ${SEEN}` : `${entry.path} ${UNCHANGED}`);
    });

  withSource(withApi(secrets.command("rotate")))
    .description(
      "add a new value beside the old one, so that both are valid; later remove the old one with --finish",
    )
    .addArgument(path())
    .option("--finish", "keep the new one only")
    .option("--yes", "do not ask")
    .action(async (name: string, _: unknown, command: Command) => {
      const [options, entry, print] = [
        command.optsWithGlobals<SecretOptions>(),
        theEntry(name),
        outputTo(io),
      ];
      if (entry.kind === "single")
        throw new CliProblem(
          EXIT.usage,
          `${entry.path} has one value at a time: npm run wa -- secrets set ${entry.path}`,
        );
      const steps = rotationSteps(entry);
      if (options.finish) {
        if (!options.yes) await confirm(io, `Remove all values of ${entry.path} but the new one?`);
        await change(io, options, entry, (known) => {
          const [kept] = known;
          if (known.length < 2 || kept === undefined)
            throw new CliProblem(
              EXIT.failed,
              `${entry.path} holds ${known.length} value(s): there is nothing to finish.`,
            );
          return [kept];
        });
        print.note(`Only the new value of ${entry.path} is left. ${SEEN}`);
        return;
      }
      const isFirst = (await currentValues(io, options, entry)).length === 0;
      if (!isFirst) for (const step of steps.before) print.note(step);
      const value = await newValue(io, entry, options);
      const isNew = await change(io, options, entry, (known) => {
        if (known.length >= MAX_VALUES && !known.includes(value))
          throw new CliProblem(
            EXIT.refused,
            `${entry.path} holds ${MAX_VALUES} values already: finish the last rotation first.`,
          );
        return withNewValue(value, known);
      });
      await printNewValue(value, options, print);
      if (!isNew) print.note(`${entry.path} ${UNCHANGED}`);
      else if (isFirst)
        print.note(
          `${entry.path} was empty: this is its first value, and there is nothing to finish. ${SEEN}`,
        );
      else print.note(`Old and new value of ${entry.path} are both valid. ${SEEN}`);
      if (isNew) for (const step of isFirst ? steps.first : steps.after) print.note(step);
    });
}
