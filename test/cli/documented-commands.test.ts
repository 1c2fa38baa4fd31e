import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { runCli } from "./support/run-cli.ts";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md"].concat(
  readdirSync("docs").flatMap((file) => (file.endsWith(".md") ? [`docs/${file}`] : [])),
);
/** A line that ends in a backslash goes on. */
const textOf = (page: string) => readFileSync(page, "utf8").replaceAll("\\\n", " ");

/** The words before the first option or placeholder name the command; the options follow, in any order. */
function commandsIn(text: string) {
  return [...text.matchAll(/npm run (?:-s )?wa -- ([^`\n|<]+)/g)].map(([, line = ""]) => {
    const words = line.trim().split(/\s+/);
    const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
    return {
      words: (end === -1 ? words : words.slice(0, end)).slice(0, 2),
      options: words.filter((word) => /^--[a-z]/.test(word)).map((word) => word.split("=")[0] ?? word),
    };
  });
}

const unique = [
  ...new Map(
    pages
      .flatMap((page) => commandsIn(textOf(page)))
      .filter(({ words }) => words.length > 0)
      .map((command) => [JSON.stringify(command), command]),
  ).values(),
];

describe("the pages", () => {
  it("name many commands", () => {
    expect(new Set(unique.map(({ words }) => words[0])).size).toBeGreaterThan(15);
  });

  it.each(unique)("name a command and options that exist: $words $options", async ({ words, options }) => {
    const [command = "", help] = [words[0], await runCli([...words, "--help"])];
    const general = await runCli(["--help"]);
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining(`Usage: npm run wa -- ${command}`) });
    for (const option of options.filter((each) => each !== "--help"))
      expect(help.out + general.out).toMatch(new RegExp(`(^|[ ,])${option}\\b`, "m"));
  });

  it.each(pages)("%s names npm scripts that exist", (page) => {
    const named = [...textOf(page).matchAll(/npm run (?:-s )?([a-z][\w:]*)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
