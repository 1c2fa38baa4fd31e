import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const FOLDERS = ["bench", "cli", "docs", "functions", "infra", "lib", "local", "test", "web"];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`),
);
const names = new Set(files.map((file) => basename(file)));
const inFolders = new RegExp(`^(?:${FOLDERS.join("|")})/[\\w./-]+$`);
/** Examples in the pages: made by the reader. */
const ownSettings = /^infra\/settings\/(?:prod|dev)\.json$/;

const pages = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md"],
  ...readdirSync("docs").flatMap((file) => (file.endsWith(".md") ? [`docs/${file}`] : [])),
];

const withoutCode = (text: string) => text.replace(/```[\s\S]*?```/g, "").replace(/(`+)[^\n]*?\1/g, "");

/** As GitHub derives them from headings. */
const anchorsOf = (page: string) =>
  [...readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );

const isThere = (page: string, link: string) => {
  const [file = "", anchor] = link.split("#");
  const target = file ? join(dirname(page), file) : page;
  return existsSync(target) && (anchor === undefined || anchorsOf(target).includes(anchor));
};

describe("the documentation", () => {
  it.each(["setup", "doctor", "status"])("shows %s on a terminal of usual width", (name) => {
    const [, width] = /viewBox="0 0 (\d+) /.exec(readFileSync(`docs/pictures/${name}.svg`, "utf8")) ?? [];
    expect(Number(width)).toBeLessThan(1_010);
  });

  it.each(pages)("%s links to pages and sections that exist", (page) => {
    const links = [...withoutCode(readFileSync(page, "utf8")).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
      ([, link = ""]) => link,
    );
    expect(links.filter((link) => !isThere(page, link))).toEqual([]);
  });

  it.each(pages)("%s names files that exist", (page) => {
    const quotes = [...readFileSync(page, "utf8").matchAll(/`([^`\n]+)`/g)].map(([, quote = ""]) => quote);
    const paths = quotes.filter((quote) => inFolders.test(quote) && !ownSettings.test(quote));
    const bare = quotes.filter((quote) => /^[\w.-]+\.(?:ts|tsx|mjs)$/.test(quote));
    expect([
      ...paths.filter((path) => !existsSync(path)),
      ...bare.filter((name) => !names.has(name)),
    ]).toEqual([]);
  });

  it("is where code refers to it", () => {
    const code = files.filter((file) => /\.(?:ts|tsx|mjs)$/.test(file) && !file.startsWith("docs/"));
    const mentions = code.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\b(docs\/[\w/-]+\.md(?:#[a-z0-9-]+)?)/g)].map(
        ([, link = ""]) => ({ file, link }),
      ),
    );
    expect(mentions.length).toBeGreaterThan(10);
    expect(mentions.filter(({ link }) => !isThere("README.md", link))).toEqual([]);
  });
});
