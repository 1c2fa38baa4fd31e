import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatAnswer } from "../../../../lib/domain/markup/format.ts";
import { type ReplyRules, replyParts } from "../../../../lib/domain/markup/parts/reply-parts.ts";
import type { ReplyPart } from "../../../../lib/domain/turn/turn.ts";
import { META_FILES } from "../../../../lib/providers/meta/sending/files.ts";
import { TWILIO_FILES } from "../../../../lib/providers/twilio/sending/files.ts";
import { unicodeText } from "../../../support/markup-arbitraries.ts";

const META: ReplyRules = {
  markup: "auto",
  maxLength: 4_000,
  showsOptions: false,
  mediaHosts: ["cdn.example.com", "xn--bcher-kva.example", "127.0.0.1"],
  files: META_FILES,
};
const TWILIO: ReplyRules = { ...META, maxLength: 1_500, files: TWILIO_FILES };
const CDN = "https://cdn.example.com";
const NOVA = `${CDN}/nova.jpg`;
const SOL = `${CDN}/sol.png`;
const PRICES = `${CDN}/prices.pdf`;

/** One line each: `kind link | caption`. */
const shown = (parts: readonly ReplyPart[]) =>
  parts.map(({ text, media }) => (media ? `${media.kind} ${media.url} | ${text}` : text));
const sent = (answer: string, rules = META) => shown(replyParts(answer, rules));

describe("an answer with a picture", () => {
  it.each([
    ["alone", `![Nova](${NOVA})`, "Nova"],
    ["without a description", `![](${NOVA})`, ""],
    ["below its text", `Here it is:\n\n![Nova](${NOVA})`, "Here it is:\n\nNova"],
    ["below a text that names it", `The *Nova* lamp:\n\n![nova](${NOVA})`, "The _Nova_ lamp:"],
    ["in a list that names it", `Nova, and:\n- ![Nova](${NOVA})\n- more`, "Nova, and:\n\n- Nova\n- more"],
    ["within a sentence", `See ![Nova](${NOVA}) for details.`, "See Nova for details."],
    ["within a sentence, without a description", `See ![](${NOVA}) here.`, "See here."],
    ["before a comma", `This is ![Nova](${NOVA}), our best.`, "This is Nova, our best."],
    ["in bold", `**![Nova](${NOVA})** costs 39 €`, "*Nova* costs 39 €"],
    ["in a quote", `> ![Nova](${NOVA})\n\nYes.`, "> Nova\n\nYes."],
    ["with a title", `![Nova](${NOVA} "The lamp")`, "Nova"],
    ["by reference", `![Nova][n]\n\n[n]: ${NOVA}`, "Nova"],
    ["as HTML", `It is <img src="${NOVA}" alt="Nova"> here.`, "It is Nova here."],
    ["as a bare link alone on its line", `The lamp\n${NOVA}`, "The lamp"],
    ["as a bare link behind a colon", `The lamp: ${NOVA}`, "The lamp"],
    ["as a bare link behind a colon, at the end of a sentence", `The lamp: ${NOVA}.`, "The lamp."],
    ["as a bare link behind a dash", `The lamp - ${NOVA}`, "The lamp"],
    ["as a bare link in brackets", `The lamp (${NOVA}) is new.`, "The lamp is new."],
    ["as a bare link alone", NOVA, ""],
    ["as an automatic link", `The lamp:\n<${NOVA}>`, "The lamp:"],
    ["as a labelled link", `See [the lamp](${NOVA}) now.`, "See the lamp now."],
    ["twice", `![Nova](${NOVA})\n\nAgain: ![Nova](${NOVA})`, "Nova\n\nAgain: Nova"],
    ["as a bare link that its sentence needs", `Open ${NOVA} now.`, `Open ${NOVA} now.`],
    ["as a bare link that ends its sentence", `Look at ${NOVA}`, `Look at ${NOVA}`],
    ["linked to a page", `[![Nova](${NOVA})](https://shop.example/nova)`, "Nova (https://shop.example/nova)"],
    ["linked to a page of the same host", `[![Nova](${NOVA})](${CDN}/nova)`, `Nova (${CDN}/nova)`],
    ["linked, without a description", `[![](${NOVA})](https://shop.example/n)`, "https://shop.example/n"],
  ])("is one message with the text as its caption: %s", (_, answer, caption) => {
    expect(sent(answer)).toEqual([`image ${NOVA} | ${caption}`]);
  });

  it.each([
    ["in an inline code", `Use \`![Nova](${NOVA})\` there.`],
    ["in a block", `So:\n\`\`\`\n![Nova](${NOVA})\n${NOVA}\n\`\`\``],
  ])("stays code %s", (_, answer) => {
    expect(sent(answer)).toEqual([formatAnswer(answer, "auto")]);
  });

  it("has its description in a table", () => {
    const table = `| Lamp | Picture |\n|---|---|\n| Nova | ![a lamp](${NOVA}) |`;
    const [only = ""] = sent(table);
    expect(only).toContain(`image ${NOVA} | `);
    expect(only.split(" | ")[1]).toBe(
      formatAnswer(table, "auto").replace(`: ${NOVA}`, "").replace(NOVA, "").trim(),
    );
  });

  it("is found in WhatsApp's own markup too, where nothing else is changed", () => {
    const answer = `*New:* ![Nova](${NOVA})\n[no](link) ![x](https://other.example/x.jpg)`;
    expect(sent(answer, { ...META, markup: "whatsapp" })).toEqual([
      `image ${NOVA} | *New:* Nova\n[no](link) ![x](https://other.example/x.jpg)`,
    ]);
    expect(sent(`\`![Nova](${NOVA})\``, { ...META, markup: "whatsapp" })[0]).not.toContain("image");
  });

  it("keeps its markup in the caption", () => {
    expect(sent(`**Nova** costs *39 €*\n\n![](${NOVA})`)).toEqual([`image ${NOVA} | *Nova* costs _39 €_`]);
  });
});

describe("a link of an answer", () => {
  const kindOf = (link: string, rules = META) => replyParts(`File:\n${link}`, rules)[0]?.media?.kind;

  it.each([
    ["jpg", "image"],
    ["JPEG", "image"],
    ["png", "image"],
    ["pdf", "document"],
    ["docx", "document"],
    ["xlsx", "document"],
    ["txt", "document"],
    ["mp3", "audio"],
    ["ogg", "audio"],
    ["m4a", "audio"],
    ["amr", "audio"],
    ["mp4", "video"],
    ["3gp", "video"],
  ])("ending in .%s is sent as a file: %s", (ending, kind) => {
    expect(kindOf(`${CDN}/a/b.c/x.${ending}`)).toBe(kind);
  });

  it.each(["webp", "gif", "svg", "html", "zip", "exe", "jpg.exe", "pdf%00.html", ""])(
    "ending in .%s stays a link",
    (ending) => {
      expect(sent(`File:\n${CDN}/x.${ending}`)).toEqual([`File:\n${CDN}/x.${ending}`]);
    },
  );

  it.each([
    "http://cdn.example.com/x.jpg",
    "https://other.example/x.jpg",
    "https://cdn.example.com.evil.example/x.jpg",
    "https://evil-cdn.example.com/x.jpg",
    "https://a.cdn.example.com/x.jpg",
    "https://example.com/x.jpg",
    "https://cdn.example.com./x.jpg",
    "https://cdn.example.com:8443/x.jpg",
    "https://user@cdn.example.com/x.jpg",
    "https://user:word@cdn.example.com/x.jpg",
    "https://cdn.example.com@evil.example/x.jpg",
    "https://evil.example/?u=https://cdn.example.com/x.jpg",
    "https://evil.example#cdn.example.com/x.jpg",
    "ftp://cdn.example.com/x.jpg",
    "cdn.example.com/x.jpg",
    "https://cdn.example.com/x.jpg/",
    "https://cdn.example.com/?x.jpg",
    `https://cdn.example.com/${"a".repeat(1_000)}.jpg`,
  ])("stays a link: %s", (link) => {
    expect(sent(`File:\n${link}`)).toEqual([`File:\n${link}`]);
    const picture = `![Nova](${link})`;
    if (!link.includes("?") && !link.endsWith("/"))
      expect(sent(picture)).toEqual([formatAnswer(picture, "auto")]);
  });

  it.each([
    ["https://CDN.Example.COM/x.JPG", "https://cdn.example.com/x.JPG"],
    ["https://cdn.example.com:443/x.jpg", "https://cdn.example.com/x.jpg"],
    ["https://cdn.example.com/x.jpg?v=1&w=2#top", "https://cdn.example.com/x.jpg?v=1&w=2#top"],
    ["https://bücher.example/ü.jpg", "https://xn--bcher-kva.example/%C3%BC.jpg"],
    ["http://127.0.0.1:8080/x.jpg", "http://127.0.0.1:8080/x.jpg"],
    ["https://cdn.example.com/lamp_(new).jpg", "https://cdn.example.com/lamp_(new).jpg"],
    ["https://cdn.example.com/a_b_c*d.jpg", "https://cdn.example.com/a_b_c*d.jpg"],
  ])("is sent as a file, as the provider can fetch it: %s", (link, url) => {
    expect(sent(`File:\n${link}`)).toEqual([`image ${url} | File:`]);
    expect(sent(`![Nova](<${link}>)`)).toEqual([`image ${url} | Nova`]);
  });

  it("written as a picture needs no ending", () => {
    expect(sent(`![Nova](${CDN}/photo-1?w=600)`)).toEqual([`image ${CDN}/photo-1?w=600 | Nova`]);
    expect(sent(`[Nova](${CDN}/photo-1)`)).toEqual([`Nova (${CDN}/photo-1)`]);
  });

  it.each([
    ["our%20prices%202026.pdf", "our prices 2026.pdf"],
    ["%E4%BB%B7%E6%A0%BC.PDF", "价格.pdf"],
    ["..%2F..%2Fetc%2Fpasswd.pdf", "....etcpasswd.pdf"],
    ["invoice%E2%80%AEfdp.exe.pdf", "invoicefdp.exe.pdf"],
    ["%ZZ.pdf", "%ZZ.pdf"],
    [".pdf", "document.pdf"],
    [`${"x".repeat(300)}.pdf`, `${"x".repeat(100)}.pdf`],
  ])("to a document names the file: %s", (path, filename) => {
    expect(replyParts(`File:\n${CDN}/${path}`, META)[0]?.media?.filename).toBe(filename);
  });

  it("stays a link, as without the setting, where no host is listed or the provider sends no files", () => {
    const answer = `Lamp:\n\n![Nova](${NOVA})\n[Prices](${PRICES})`;
    const today = [formatAnswer(answer, "auto")];
    expect(sent(answer, { ...META, mediaHosts: [] })).toEqual(today);
    expect(sent(answer, { ...META, files: undefined })).toEqual(today);
    expect(today[0]).toBe(`Lamp:\n\nNova: ${NOVA}\nPrices (${PRICES})`);
  });
});

describe("an answer with several files", () => {
  const list = (...links: string[]) =>
    links
      .map((link, index) => `${index + 1}. **Lamp ${index + 1}**\n   ![No. ${index + 1}](${link})`)
      .join("\n");

  it("has the whole text with the first, and each other with the words of its line", () => {
    expect(sent(list(NOVA, SOL))).toEqual([
      `image ${NOVA} | 1. *Lamp 1*\n  No. 1\n2. *Lamp 2*\n  No. 2`,
      `image ${SOL} | No. 2`,
    ]);
  });

  it("sends three, and leaves the others as links", () => {
    const links = [1, 2, 3, 4, 5].map((number) => `${CDN}/${number}.jpg`);
    const parts = sent(list(...links));
    expect(parts).toHaveLength(3);
    expect(parts[0]).toContain(`No. 4: ${links[3]}`);
    expect(parts[0]).toContain(`No. 5: ${links[4]}`);
    expect(parts.join("\n")).not.toContain("\ufdd0");
  });

  it("has the text with the first that shows one", () => {
    const answer = `Listen and look.\n\n${CDN}/song.mp3\n${NOVA}`;
    expect(sent(answer)).toEqual([`audio ${CDN}/song.mp3 | `, `image ${NOVA} | Listen and look.`]);
  });

  it("has the text behind an audio, which shows none", () => {
    expect(sent(`Listen.\n\n${CDN}/song.mp3`)).toEqual([`audio ${CDN}/song.mp3 | `, "Listen."]);
  });

  it("has the text behind a document at Twilio, which shows none there", () => {
    const answer = `Our prices.\n\n[Prices](${PRICES})`;
    expect(sent(answer)).toEqual([`document ${PRICES} | Our prices.\n\nPrices`]);
    expect(sent(answer, TWILIO)).toEqual([`document ${PRICES} | `, "Our prices.\n\nPrices"]);
    expect(sent(`File:\n${CDN}/x.txt`, TWILIO)).toEqual([`File:\n${CDN}/x.txt`]);
  });

  it("has a text that does not fit behind them, and the line's words with each", () => {
    const long = "word ".repeat(250).trim();
    expect(sent(`${long}\n\n![Nova](${NOVA})\n\n![Sol](${SOL})`)).toEqual([
      `image ${NOVA} | Nova`,
      `image ${SOL} | Sol`,
      `${long}\n\nNova\n\nSol`,
    ]);
    const exact = "x".repeat(1_024);
    expect(sent(`${exact}\n\n![](${NOVA})`)).toEqual([`image ${NOVA} | ${exact}`]);
    expect(sent(`${exact}x\n\n![](${NOVA})`)).toHaveLength(2);
  });

  it("keeps options, which need a text of their own, behind the picture", () => {
    const answer = `![Nova](${NOVA})\n\nWhich colour?\n- Red\n- Blue`;
    expect(replyParts(answer, { ...META, showsOptions: true })).toEqual([
      { text: "Nova", media: { kind: "image", url: NOVA } },
      { text: "Nova\n\nWhich colour?\n\n- Red\n- Blue", options: ["Red", "Blue"] },
    ]);
    expect(sent(answer)).toHaveLength(1);
  });
});

describe("any answer with files", () => {
  let count = 0;
  const piece = fc.constantFrom(
    ...[NOVA, SOL, PRICES, `${CDN}/a.mp3`, `${CDN}/b_(c).jpg?x=_1_`, "https://other.example/x.jpg"].flatMap(
      (link) => [link, `![w](${link})`, `[w](${link})`, `(${link})`, `[![w](${link})](https://p.example/w)`],
    ),
    "word",
    "**bold**",
    "`code`",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    ": ",
    "| a | b |\n|---|---|\n| c | d |\n",
    "字",
  );
  const answers = fc.array(piece, { maxLength: 25 }).map((pieces) =>
    pieces
      .map((each) => {
        count += 1;
        return each.replace(/\bw(?=\])|word|bold/, `w${count}`);
      })
      .join(" "),
  );
  const wordsOf = (text: string) => text.match(/\bw\d+\b/g) ?? [];

  it("loses no word and no link, and repeats no file", () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(META, TWILIO), (answer, rules) => {
        const today = formatAnswer(answer, rules.markup);
        const parts = replyParts(answer, rules);
        const text = parts.map((part) => part.text).join("\n");
        const links = parts.flatMap(({ media }) => media?.url ?? []);
        expect(new Set(wordsOf(text))).toEqual(new Set(wordsOf(today)));
        for (const [link] of today.matchAll(/https:\/\/[^\s<>]*[^\s<>).,:;]/g))
          expect(`${text} ${links.join(" ")}`).toContain(link.replace(/\)+$/, ""));
        expect(new Set(links).size).toBe(links.length);
        expect(links.length).toBeLessThanOrEqual(3);
        expect(`${text}${links.join("")}`).not.toMatch(/[\ufdd0\ufdd1]/);
        for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(rules.maxLength);
      }),
      { numRuns: 2_000 },
    );
  });

  it("without any is formatted as before", () => {
    fc.assert(
      fc.property(unicodeText, (text) => {
        const [before] = shown(replyParts(text, { ...META, mediaHosts: [] }));
        const [after] = shown(replyParts(text, META));
        expect(after).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  it("takes no time that grows with the square of its length", () => {
    const started = process.cpuUsage().user;
    replyParts(`![w](${NOVA}) ${"(https://cdn.example.com/x.jpg) : - ".repeat(1_400)}`, META);
    replyParts("![".repeat(12_000), { ...META, markup: "whatsapp" });
    expect(process.cpuUsage().user - started).toBeLessThan(3_000_000);
  });
});
