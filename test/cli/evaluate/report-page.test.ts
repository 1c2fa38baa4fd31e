import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { reportPage } from "../../../cli/evaluate/report-page.ts";
import { aReport } from "../support/a-report.ts";

/** What the page's own structure is made of: formatting of a message adds only these few. */
const FORMATTING = /<\/?(?:strong|em|s|code|blockquote)>/g;
const tagsOf = (html: string) => html.replaceAll(FORMATTING, "").match(/<[^>]*>/g) ?? [];

it("shows what others wrote as text, whatever it is", () => {
  const expected = tagsOf(reportPage(aReport("x")));
  const hostile = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      "</style><script>alert(1)</script>",
      "'\"><img src=x onerror=alert(1)>",
      "*<b>*_</div>_",
      "```<i>```",
      "&lt;b&gt;",
    ),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      expect(tagsOf(reportPage(aReport(text)))).toHaveLength(expected.length);
    }),
    { numRuns: 200 },
  );
});

it("loads nothing from anywhere, and runs nothing", () => {
  const html = reportPage(aReport("x"));
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<(?:script|link|img|iframe)|url\(|@import|\son\w+=/);
});

it("shows both agents beside each other, with the words of each and what failed", () => {
  const html = reportPage(aReport("*We* ship"));
  expect(html.match(/class="phone"/g)).toHaveLength(2);
  expect(html).toContain("<strong>We</strong> ship");
  expect(html).toContain('<li class="failed">✗ <b>contains</b>');
  expect(html).toContain("not asked");
});
