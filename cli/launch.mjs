// Starts the rest of the command line with a Node that can run this project (TypeScript files, ES modules in
// Jest): the system's own when it is new enough, else the one that `npm ci` brought along. Plain JavaScript:
// an old Node runs this file.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";

const NEEDED_MAJOR = 24;
/** What `engines` in package.json promises: older ones get no security fixes, and `npm ci` warns about them. */
const OLDEST_SUPPORTED_MAJOR = 22;

const running = process.versions.node;
// In npm's scripts `node` may be the one that was brought along: npm tells which one runs npm itself.
const [, installed = running] = /\bnode\/v?([\d.]+)/.exec(process.env.npm_config_user_agent ?? "") ?? [];

function suitableNode() {
  if (Number.parseInt(running, 10) >= NEEDED_MAJOR) return process.execPath;
  try {
    return createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    return undefined;
  }
}

const node = suitableNode();
if (!node) {
  console.error(
    `This project needs Node.js ${NEEDED_MAJOR} or newer; this is ${process.version} on ${process.platform}-${process.arch}, ` +
      "and no bundled Node was installed for it. Install Node.js from https://nodejs.org, or run `npm ci` without `--omit=optional`.",
  );
  process.exit(1);
}
// For a person: no script fails for it.
if (process.stderr.isTTY && Number.parseInt(installed, 10) < OLDEST_SUPPORTED_MAJOR)
  console.error(
    `Node.js ${installed} gets no security fixes any more and is not supported: install Node.js ${NEEDED_MAJOR} from ` +
      "https://nodejs.org (until then the one that `npm ci` brought along runs this).",
  );

const child = spawn(node, process.argv.slice(2), { stdio: "inherit" });
// The terminal sends Ctrl-C to the whole group; a supervisor signals only us. Either way the child decides
// when to end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// The parent may be ended by a signal that npm does not pass on: then nobody would end the child.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill("SIGTERM");
}, 500).unref();
child.on("error", (error) => {
  console.error(`Could not start ${node}: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
