import type { Command } from "commander";
import { findApi } from "./api-url.ts";
import { type Api, operatorApi } from "./client.ts";
import type { Io } from "./io.ts";
import { type Output, outputTo } from "./output.ts";
import type { ExitCode } from "./problem.ts";

type Shared = { url?: string; stage?: string; json?: boolean };

export type Session = { io: Io; api: Api; print: Output; json: boolean; now: number };

export type Context = {
  io: Io;
  /** The command has succeeded; the exit code tells scripts the result. */
  end(code: ExitCode): void;
};

/** They may also come before the command's name. */
export const withApi = (command: Command): Command =>
  command
    .option("--json", "print JSON, for scripts")
    .option("--stage <name>", "the stage to call (default: the last one that was set up here)")
    .option("--url <url>", "the API's URL instead (or WA_URL in the environment)");

export async function connect(io: Io, command: Command): Promise<Session> {
  const options = command.optsWithGlobals<Shared>();
  const api = operatorApi(await findApi(options, io), io);
  return { io, api, print: outputTo(io), json: options.json === true, now: io.clock.now() };
}
