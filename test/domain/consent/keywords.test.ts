import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { KEYWORDS, type Keyword } from "../../../lib/domain/consent/keywords/language-keywords.ts";
import { normalised } from "../../../lib/domain/consent/keywords/normalised.ts";
import { keywordDetector } from "../../../lib/domain/consent/keywords.ts";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import { LANGUAGES } from "../../../lib/domain/language/language-codes.ts";
import { defaultText, everyLanguage } from "../../../lib/domain/language/languages.ts";
import { anyText } from "../../support/any-text.ts";

const NONE = { stop: [], start: [], human: [], bot: [] };
const LISTS = everyLanguage().map(({ keywords }) => keywords);
const rules = keywordDetector(NONE);
const keywordOf = (text: string) => rules({ kind: "text", text });

const LISTED = LISTS.flatMap((list) =>
  KEYWORDS.flatMap((word) => list[word].map((phrase): [string, Keyword] => [phrase, word])),
);

describe("the lists of keywords", () => {
  it("contain no phrase with two meanings, also not with the phrases around it", () => {
    for (const [phrase, word] of LISTED) expect([phrase, keywordOf(phrase)]).toEqual([phrase, word]);
    for (const { talk, someone } of LISTS)
      for (const verb of talk)
        for (const person of someone)
          expect([verb, person, keywordOf(`${verb} ${person}`)]).toEqual([verb, person, "human"]);
  });

  it("contain no two spellings that are normalised to one", () => {
    for (const list of LISTS)
      for (const word of KEYWORDS) {
        const read = list[word].map(normalised);
        expect(read.filter((phrase, at) => !phrase || read.indexOf(phrase) !== at)).toEqual([]);
      }
  });

  it("contain the keywords that our own texts ask customers to write", () => {
    const mentions = (key: "optedOut" | "tooMany", word: Keyword) =>
      LANGUAGES.map((language) => [
        language,
        defaultText(key, language)
          .split(/\s+/)
          .filter((part) => keywordOf(part) === word && (part.toUpperCase() === part || /[«“]/.test(part)))
          .length,
      ]);
    expect(mentions("optedOut", "start")).toEqual(LANGUAGES.map((language) => [language, 1]));
    expect(mentions("tooMany", "human")).toEqual(LANGUAGES.map((language) => [language, 1]));
  });

  it("contain only phrases within the length limit", () => {
    for (const [phrase] of LISTED) expect(phrase.length).toBeLessThan(60);
  });
});

describe("a message of one keyword", () => {
  it.each<[Keyword, string[]]>([
    [
      "stop",
      [
        "STOP",
        "stop all",
        "Unsubscribe",
        "Stop messages",
        "Do not message me",
        "Don’t message me",
        "please stop",
        "STOP, please!",
      ],
    ],
    [
      "stop",
      [
        "Baja",
        "no quiero mas mensajes",
        "Cancelar suscripción",
        "stopp",
        "Abmelden",
        "abbestellen",
        "désabonner",
        "desabonner",
      ],
    ],
    [
      "stop",
      [
        "Se désinscrire",
        "ARRÊTER",
        "parar",
        "sair da lista",
        "descadastrar",
        "berhenti",
        "Berhenti berlangganan",
      ],
    ],
    [
      "stop",
      [
        "إلغاء الاشتراك",
        "الغاء الإشتراك",
        "أوقف",
        "توقف",
        "बंद करो",
        "band karo",
        "स्टॉप",
        "message mat bhejo",
      ],
    ],
    ["start", ["START", "unstop", "Resume", "subscribe", "iniciar", "reprendre", "اشتراك", "शुरू", "mulai"]],
    [
      "human",
      [
        "human",
        "Agent!",
        "talk to a human",
        "I want to talk to a human",
        "speak to a person",
        "real person",
        "representative",
      ],
    ],
    [
      "human",
      [
        "operator",
        "customer service",
        "Can I speak with a real person please?",
        "get me a human",
        "I don't want to talk to a bot",
      ],
    ],
    [
      "human",
      [
        "quiero hablar con una persona",
        "Quisiera hablar con un asesor, por favor",
        "falar com atendente",
        "quero falar com uma pessoa",
      ],
    ],
    [
      "human",
      [
        "je voudrais parler à un conseiller s'il vous plaît",
        "parler à quelqu'un",
        "service client",
        "Mensch",
      ],
    ],
    [
      "human",
      [
        "Ich möchte mit einem Mitarbeiter sprechen",
        "mit einem Menschen reden bitte",
        "أريد التحدث مع موظف",
        "خدمة العملاء",
      ],
    ],
    [
      "human",
      [
        "मुझे एजेंट से बात करनी है",
        "agent se baat karni hai",
        "kisi se baat karni hai",
        "bicara dengan admin",
        "saya mau bicara dengan manusia",
      ],
    ],
    [
      "bot",
      [
        "bot",
        "back to the bot",
        "Assistant",
        "chatbot",
        "volver al bot",
        "zurück zum Bot",
        "البوت",
        "kembali ke bot",
      ],
    ],
  ])("asks for %s: %j", (word, texts) => {
    for (const text of texts) expect([text, keywordOf(text)]).toEqual([text, word]);
  });

  it.each([
    ...[
      "cancel",
      "end",
      "quit",
      "no",
      "nope",
      "para",
      "alto",
      "sair",
      "fin",
      "person",
      "persona",
      "pessoa",
      "personne",
      "help",
      "yes",
      "1",
      "",
    ],
    ...[
      "cancel my subscription",
      "stop the delivery",
      "can you stop it from blinking?",
      "when do you start",
      "is the agent real",
      "Hello agent",
    ],
    ...[
      "are you a bot",
      "are you human?",
      "the human body",
      "I was told to talk to a human but nobody came",
      "I want stop",
      "Can I start",
      "kisi stop",
      "baja calidad o alta",
      "मानव",
      "ruko",
    ],
    ...[
      "How do I unsubscribe from the newsletter?",
      "I will not stop",
      "a",
      "the",
      "please",
      "I want",
      "thanks",
      "👍",
      "...",
      "\u200b",
      "talk to",
    ],
  ])("is not %j", (text) => {
    expect(keywordOf(text)).toBeUndefined();
  });

  it("counts on buttons, by title or payload, and on choices, by title, but not under a photo", () => {
    const all: Content[] = [
      { kind: "button", text: "Stop promotions" },
      { kind: "button", text: "Enough of this", payload: "STOP" },
      { kind: "choice", id: "1", title: "Stop" },
      { kind: "media", media: "image", caption: "stop" },
      { kind: "choice", id: "stop", title: "Something else" },
    ];
    expect(all.map(rules)).toEqual(["stop", "stop", "stop", undefined, undefined]);
  });
});

/** What people put around a word without meaning anything by it. */
const noise = fc
  .array(
    fc.constantFrom(
      "!",
      "?",
      ".",
      "…",
      " ",
      "\n",
      "\t",
      "*",
      "_",
      "-",
      "🙏",
      "🛑",
      "👍🏽",
      "❤️",
      "👨‍👩‍👧",
      "🇩🇪",
      "ℹ️",
      "Ⓜ️",
      "\u200b",
      "\u200f",
      "\ufe0f",
      "،",
      "।",
      "¡",
      "\u00a0",
    ),
  )
  .map((parts) => parts.join(""));
const cased = (text: string) =>
  fc.constantFrom(
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    text.normalize("NFD"),
    text.normalize("NFKC"),
  );

describe("a keyword", () => {
  it("does not depend on case, punctuation, emoji and invisible characters around it", () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...LISTED)
          .chain(([phrase, word]) => fc.tuple(cased(phrase), fc.constant(word), noise, noise)),
        ([text, word, left, right]) => {
          expect(keywordOf(`${left}${text}${right}`)).toBe(word);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("does not depend on accents, invisible characters within, the width of letters or a Turkish i", () => {
    expect(
      [
        "dés\u200babonner",
        "ＳＴＯＰ",
        "unsubscrıbe",
        "UNSUBSCRİBE",
        "𝐒𝐓𝐎𝐏",
        "تـــوقف",
        "تَوَقَّف",
        "s\u00adtop",
      ].map(keywordOf),
    ).toEqual(Array(8).fill("stop"));
  });

  it("is not detected within a longer sentence", () => {
    const other = fc.constantFrom(
      "delivery",
      "lamp",
      "tomorrow",
      "Kanada",
      "lámpara",
      "commande",
      "lampu",
      "مصباح",
      "दीपक",
      "rechnung",
      "2",
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...LISTED),
        fc.array(other, { minLength: 1, maxLength: 4 }),
        fc.nat(4),
        ([phrase], others, place) => {
          const words = [...others.slice(0, place), phrase, ...others.slice(place)];
          expect(keywordOf(words.join(" "))).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is detected in linear time in any text", () => {
    const extremes = [
      "a ".repeat(100),
      "please ".repeat(28),
      "🙏".repeat(90),
      "\u0300".repeat(200),
      "\ud800 stop",
    ];
    for (const text of [...extremes, ...extremes.map((each) => each.repeat(10_000)), "stop ".repeat(200_000)])
      expect([undefined, ...KEYWORDS]).toContain(keywordOf(text));
    fc.assert(
      fc.property(anyText({ maxLength: 220 }), (text) =>
        expect([undefined, ...KEYWORDS]).toContain(keywordOf(text)),
      ),
    );
  });
});

describe("a business's own keywords", () => {
  it("count beside the built-in ones, and before them", () => {
    const own = keywordDetector({ ...NONE, stop: ["Cancelar", "QUIT"], human: ["Verkäufer", "bot"] });
    const asks = (text: string) => own({ kind: "text", text });
    expect(["cancelar!", "quit", "VERKAUFER", "bot", "stop", "Verkäufer, bitte"].map(asks)).toEqual([
      "stop",
      "stop",
      "human",
      "human",
      "stop",
      "human",
    ]);
  });

  it("never override a built-in stop keyword, nor match messages of signs only", () => {
    const own = keywordDetector({ ...NONE, human: ["stop", "👍"] });
    expect(["Stop", "👍", "…"].map((text) => own({ kind: "text", text }))).toEqual([
      "stop",
      undefined,
      undefined,
    ]);
  });
});
