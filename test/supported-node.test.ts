import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

type Package = { version?: string; engines?: { node?: string } };

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const promised: string = read("package.json").engines.node;
const locked: Record<string, Package> = read("package-lock.json").packages;

const numbers = (version: string) => version.split(".").map(Number);

/** Throws for a form that no package here uses yet. */
function meets(version: string, comparator: string): boolean {
  const [, operator = "", wanted = ""] = /^(\^|>=|)(\d[\d.x*]*|\*)$/.exec(comparator) ?? [];
  if (!wanted) throw new Error(`Unknown range: ${comparator}`);
  if (wanted === "*") return true;
  const [have, want] = [numbers(version), numbers(wanted.replace(/(\.[x*])+$/, ""))];
  if (operator !== ">=" && have[0] !== want[0]) return false;
  const at = want.findIndex((part, index) => part !== have[index]);
  return at === -1 || (have[at] ?? 0) > (want[at] ?? 0);
}

const alternatives = (range: string) => range.replaceAll(/>=\s+/g, ">=").split(/\s*\|\|\s*/);
const isSupported = (version: string, range: string) =>
  alternatives(range).some((each) =>
    each
      .trim()
      .split(/\s+/)
      .every((comparator) => meets(version, comparator)),
  );

/** The first and the last version of each promised range. */
const versions = alternatives(promised).flatMap((range) => {
  const first = range.replace(/^\D+/, "");
  return [first, range.startsWith("^") ? `${numbers(first)[0]}.99.0` : "99.0.0"];
});

/** As if a Node of another version, or on another platform, had started it, at a terminal. */
function launch(faked: string, script: string, npm?: string) {
  const preload = `data:text/javascript,${encodeURIComponent(faked)}`;
  const { npm_config_user_agent: _, ...env } = process.env;
  return spawnSync(process.execPath, ["--import", preload, "cli/launch.mjs", "-e", script], {
    encoding: "utf8",
    env: { ...env, ...(npm && { npm_config_user_agent: npm }) },
  });
}
const atTerminal = 'Object.defineProperty(process.stderr, "isTTY", { value: true });';
const asNode = (version: string) =>
  `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
/** `npm ci` brings a Node along only there. */
const onLinux = process.platform === "linux" ? it : it.skip;
const onMac = 'Object.defineProperty(process, "platform", { value: "darwin" });';

describe("the Node.js versions that are promised", () => {
  it("are the same in package.json and in the lock file", () => {
    expect(locked[""]?.engines?.node).toBe(promised);
  });

  it.each(versions)("let `npm ci` print no engine warning on %s", (version) => {
    const wanting = Object.entries(locked).filter(
      ([, { engines }]) => engines?.node && !isSupported(version, engines.node),
    );
    expect(wanting.map(([path]) => path)).toEqual([]);
  });

  it("do not include 20, for which packages would warn", () => {
    const wanting = Object.values(locked).filter(
      ({ engines }) => engines?.node && !isSupported("20.20.2", engines.node),
    );
    expect(wanting.length).toBeGreaterThan(1);
  });
});

describe("an older Node.js", () => {
  onLinux("is told in one sentence, and the script still runs where a newer one was brought along", () => {
    const script = "console.log(process.versions.node)";
    const { status, stdout, stderr } = launch(atTerminal + asNode("20.20.2"), script);
    expect({ status, lines: stderr.trim().split("\n") }).toEqual({
      status: 0,
      lines: [expect.stringMatching(/^Node\.js 20\.20\.2 .* not supported: install Node\.js 24 /)],
    });
    expect(Number.parseInt(stdout, 10)).toBeGreaterThanOrEqual(24);
  });

  onLinux.each(["22.22.2", "24.15.0", "26.0.0"])("is not meant where %s is used", (version) => {
    expect(launch(atTerminal + asNode(version), "").stderr).toBe("");
  });

  onLinux("is told of in npm's scripts too, in which the newer one runs already", () => {
    const npm = "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false";
    expect(launch(atTerminal, "", npm).stderr).toMatch(/^Node\.js 20\.20\.2 .* not supported/);
    expect(launch(atTerminal, "", npm.replace("v20.20.2", "v22.22.2")).stderr).toBe("");
  });

  onLinux("stays out of what a script or a log reads", () => {
    expect(launch(asNode("20.20.2"), "").stderr).toBe("");
  });

  it.each(["20.20.2", "22.22.2"])(
    "ends with what to install where nothing was brought along: %s",
    (version) => {
      const { status, stderr } = launch(asNode(version) + onMac, "");
      expect({ status, lines: stderr.trim().split("\n") }).toEqual({
        status: 1,
        lines: [expect.stringMatching(/needs Node\.js 24 or newer.*https:\/\/nodejs\.org/)],
      });
    },
  );
});
