import { expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { anyText } from "../support/any-text.ts";
import type { Chat } from "../support/fake-inbox/shapes.ts";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox } from "./inbox.ts";

const opened = anInbox();

const ATTACKS = [
  "<img src=x onerror=hacked()>",
  "<script>hacked()</script>",
  "<svg/onload=hacked()>",
  '"><iframe srcdoc="<script>parent.hacked()</script>">',
  "javascript:hacked()",
  "[click](javascript:hacked())",
  "https://evil.example/\"onmouseover='hacked()'",
  "data:text/html,<script>hacked()</script>",
  "<a href='//evil.example'>x</a>",
  "</textarea><style>@import '//evil.example'</style>",
  "{{constructor.constructor('hacked()')()}}",
  "<math><mi xlink:href='javascript:hacked()'>x",
  "\u202e<b>*bold*</b>\u202c ```<form action=//evil.example>```",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<object data=//evil.example></object><embed src=//evil.example>",
  "mailto:x@y.zz?subject=<script>",
  "tel:+1;<img src=//evil.example/p.png>",
  "__proto__",
  "%00\u0000\ud800<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<base href=//evil.example/>",
];

const COUNT = 1_000;
const hostile: readonly string[] = fc.sample(
  fc.oneof(
    fc.tuple(fc.constantFrom(...ATTACKS), fc.string({ maxLength: 6 })).map(([attack, more]) => attack + more),
    fc.tuple(anyText({ maxLength: 12 }), fc.constantFrom(...ATTACKS)).map((both) => both.join("")),
    fc
      .tuple(fc.constantFrom("*", "_", "~", "`", "```", "> "), fc.constantFrom(...ATTACKS))
      .map(([mark, attack]) => mark + attack + mark),
  ),
  { numRuns: COUNT, seed: 15 },
);

/** What the page is made of. */
const ELEMENTS = new Set(
  "HTML HEAD META TITLE LINK SCRIPT BODY NOSCRIPT DIV NAV HEADER FOOTER MAIN ASIDE SECTION ARTICLE SEARCH FIELDSET FIGURE H1 H2 H3 P UL LI DL DT DD A BUTTON INPUT TEXTAREA SELECT OPTION LABEL FORM SPAN B I S CODE BDI TIME BLOCKQUOTE DETAILS SUMMARY DIALOG svg path".split(
    " ",
  ),
);

const LOOK = `(() => {
  const all = [...document.querySelectorAll("*")];
  return {
    elements: [...new Set(all.map(({ tagName }) => tagName))],
    handlers: all.flatMap((each) => each.getAttributeNames()).filter((name) => /^on|^srcdoc$|^action$/.test(name)),
    links: [...document.querySelectorAll("a[href]")].map((each) => [each.getAttribute("href"), each.rel]),
    hacked: window.isHacked === true,
  };
})()`;

async function look(page: Page): Promise<void> {
  const seen = (await page.evaluate(LOOK)) as {
    elements: string[];
    handlers: string[];
    links: [href: string, rel: string][];
    hacked: boolean;
  };
  expect(seen.hacked).toBe(false);
  expect(seen.elements.filter((name) => !ELEMENTS.has(name))).toEqual([]);
  expect(seen.handlers).toEqual([]);
  expect(seen.links.filter(([href, rel]) => !/^#/.test(href) && !/noopener/.test(rel))).toEqual([]);
  expect(seen.links.filter(([href]) => !/^(#|https?:\/\/|mailto:|tel:)/.test(href))).toEqual([]);
}

describeInBrowser("a thousand hostile strings", () => {
  it("are text wherever they are shown: no script, no request, no element of theirs", async () => {
    const { server } = opened();
    const { inbox } = server;
    // The page must not need the policy's help.
    server.hasPolicy = false;
    const left = [...hostile];
    const next = () => left.pop() ?? "";
    inbox.savedReplies = Array.from({ length: 20 }, (_, index) => ({
      name: `${index}${next()}`,
      text: next(),
    }));
    const [template] = inbox.templates;
    inbox.templates = template
      ? [{ ...template, title: next(), body: { text: next(), placeholders: [next()] } }]
      : [];
    const chats = Array.from({ length: 4 }, (_, index) => `hostile-${index}`);
    for (const [index, conversation] of chats.entries()) {
      const fields = Array.from({ length: 10 }, () => [next(), { value: next(), source: "agent", at: 0 }]);
      const chat: Partial<Chat> = {
        name: next(),
        phone: next(),
        customer: { profileName: next(), username: next(), userId: next() },
        state: "waiting",
        waitingSince: 1,
        handoff: { reason: next(), since: 0, summary: next() },
        lead: {
          conversation,
          number: "support",
          fields: Object.fromEntries(fields),
          createdAt: 0,
          updatedAt: 0,
          revision: 1,
        },
        notes: Array.from({ length: 5 }, (__, note) => ({
          id: `${note}`,
          at: inbox.now(),
          by: next(),
          text: next(),
        })),
        acts: Array.from({ length: 5 }, () => ({
          at: inbox.now(),
          by: next(),
          what: next(),
          detail: next(),
        })),
      };
      inbox.add(conversation, chat);
      for (let at = 0; at < 26; at++)
        inbox.say(conversation, {
          from: at % 2 === 0 ? "customer" : "staff",
          by: next(),
          kind: at % 5 === 0 ? next() : "text",
          text: next(),
          quoted: next(),
          agentRead: next(),
          ...(at % 6 === 0 && {
            media: [
              { index: 0, kind: "document", filename: next(), canOpen: true, notUnderstood: next() },
              { index: 1, kind: next(), canOpen: true, understood: { text: next(), language: next() } },
            ],
          }),
          options: [next(), next()],
          ...(at % 2 === 1 && { status: "failed", failure: { text: next(), code: next() } }),
        });
      inbox.drafts.set(`${conversation} ann`, index === 0 ? "/" : next());
    }
    expect(left.length).toBeLessThan(50);

    const page = await opened().signIn("ann");
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("dialog", (dialog) => requests.push(`dialog ${dialog.message()}`));
    await page.evaluate("window.hacked = () => { window.isHacked = true }");
    await look(page);
    for (const conversation of chats) {
      await page.locator(`a[data-conversation="${conversation}"]`).click();
      await waitFor("the chat", async () => (await page.locator(".message").count()) === 26);
      await look(page);
    }
    await page.getByRole("button", { name: "About the customer" }).click();
    await page.locator(`a[data-conversation="${chats[0]}"]`).click();
    await page.getByRole("listbox", { name: "Saved replies" }).waitFor();
    await look(page);
    await page.getByLabel("More").click();
    await page.getByRole("button", { name: "Send a template" }).click();
    await page.getByRole("dialog").getByText("WhatsApp charges").waitFor();
    await look(page);
    // Chromium asks for the icon again with each change of the address.
    const own = [`${server.url}/inbox/api/`, `${server.url}/inbox/icon.svg`];
    expect(requests.filter((url) => !own.some((prefix) => url.startsWith(prefix)))).toEqual([]);
    expect(requests.length).toBeGreaterThan(4);
  });
});
