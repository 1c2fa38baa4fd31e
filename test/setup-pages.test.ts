import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const META = readFileSync("docs/setup-meta.md", "utf8");
const PAGES = {
  "docs/setup-meta.md": META,
  "docs/setup-twilio.md": readFileSync("docs/setup-twilio.md", "utf8"),
};

/** Where setup and doctor get their sentences from. */
const code = ["cli/setup", "lib/providers", "lib/agents", "lib/health", "lib/domain/health"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .map((file) => `${folder}/${file}`)
      .filter((file) => file.endsWith(".ts")),
  )
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

/** What differs between two readers: an id, a count, a status of the provider, when a token ends. */
const fixedParts = (quote: string) =>
  quote
    .split(/…|\d[\d,]*|\b[A-Z]{3,}\b|(?= never )/)
    .map((part) => part.trim().replace(/\.$/, ""))
    .filter((part) => part.length > 3);

/** Sentences of setup and doctor: they begin with a capital and have a space. */
const quotesIn = (text: string) =>
  [...text.matchAll(/`([A-Z…][^`\n]* [^`\n]*)`/g)].flatMap(([, quote = ""]) =>
    /^[A-Z_]+=|^POST |^WA_/.test(quote) ? [] : [quote],
  );

const stepsOf = (page: string) =>
  page
    .split(/^(?=#{2,3} )/m)
    .filter((section) => /^#{2,3} \d+\. /.test(section))
    .map((section) => ({ title: section.split("\n")[0], section }));

const SOURCES = "## What rests on which page";

describe.each(Object.entries(PAGES))("%s", (_, page) => {
  it.each(stepsOf(page).filter(({ title }) => !title?.includes("verification, and limits")))(
    "says what one sees when it is right: $title",
    ({ section }) => {
      expect(section).toContain("**Right when**");
    },
  );

  it("counts its steps without a gap", () => {
    const steps = stepsOf(page).map(({ title }) => Number(/\d+/.exec(title ?? "")?.[0]));
    expect(steps).toEqual(steps.map((_step, index) => index + 1));
    expect(steps.length).toBeGreaterThan(4);
  });

  it("quotes setup and doctor to the word", () => {
    const quotes = quotesIn(page);
    expect(quotes.length).toBeGreaterThan(4);
    const unknown = quotes.filter((quote) => !fixedParts(quote).every((part) => code.includes(part)));
    expect(unknown).toEqual([]);
  });

  it("names for each statement of a vendor the page and its date, or that it has none", () => {
    const rows = [...page.slice(page.indexOf(SOURCES)).matchAll(/^\| (.+) \| (.+) \| (.*) ?\|$/gm)].slice(1);
    expect(rows.length).toBeGreaterThan(6);
    for (const [row, , link, date = ""] of rows.filter(([each]) => !each.includes("---")))
      expect({ row, link, date }).toEqual({
        row,
        link: expect.stringMatching(/\]\((https:\/\/|setup-meta\.md#)/),
        date: link?.includes("setup-meta.md") ? "" : expect.stringMatching(/\b20\d\d\b|none/),
      });
  });
});

it("marks in docs/setup-meta.md what no page of Meta says, and explains the mark", () => {
  expect(META.match(/†/g)?.length).toBeGreaterThan(5);
  expect(META.slice(0, META.indexOf("## How long"))).toContain("†");
  expect(META.slice(META.indexOf(SOURCES))).toMatch(/Only a real account can show.*every label with †/s);
});
