import { readdir } from "node:fs/promises";
import type { Command } from "commander";
import type { Context } from "./session.ts";

type AddCommand = (program: Command, context: Context) => unknown;

const isCommand = (value: unknown): value is AddCommand => typeof value === "function";

/** The module's one export whose name ends in `Command`. */
export function commandOf(file: string, module: object): AddCommand {
  const [command, ...others] = Object.entries(module).flatMap(([name, value]) =>
    name.endsWith("Command") && isCommand(value) ? [value] : [],
  );
  if (!command || others.length > 0) throw new Error(`${file} must export one function named …Command.`);
  return command;
}

/** Each file in `commands/`, in the order of their names. */
export async function loadCommands(): Promise<readonly AddCommand[]> {
  const folder = new URL("./commands/", import.meta.url);
  const names = (await readdir(folder)).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : []));
  return Promise.all(
    names
      .toSorted()
      .map(async (name) => commandOf(`${name}.ts`, await import(new URL(`${name}.ts`, folder).href))),
  );
}
