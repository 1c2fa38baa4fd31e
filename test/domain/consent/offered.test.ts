import { describe, expect, it } from "@jest/globals";
import { canBeOffered, isOffered } from "../../../lib/domain/consent/keywords/offered.ts";
import { keywordDetector } from "../../../lib/domain/consent/keywords.ts";
import { messageId, numberName, turnId } from "../../../lib/domain/ids.ts";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import { HOUR_MS } from "../../../lib/domain/time.ts";
import type { Part, Turn } from "../../../lib/domain/turn/turn.ts";

const detectKeyword = keywordDetector({ stop: [], start: [], human: [], bot: [] });
const NOW = 1_795_430_000_000;

const aTurn = (text: string, change: Partial<Part> = {}, turn: Partial<Turn> = {}): Turn => ({
  id: turnId("t"),
  number: numberName("support"),
  messages: [messageId("m")],
  startedAt: NOW - 10_000,
  agentFailures: 0,
  parts: [{ text, state: "accepted", attempts: 1, sendingAt: NOW - 9_000, id: "wamid.ours", ...change }],
  ending: { kind: "answered" },
  ...turn,
});

type Given = { quoted?: string; sentAt?: number };

function answers(turn: Turn | undefined, said: Content | string, given: Given = {}): boolean {
  const content: Content = typeof said === "string" ? { kind: "text", text: said } : said;
  const word = detectKeyword(content);
  if (!word || !canBeOffered(content)) throw new Error(`${JSON.stringify(said)} is no keyword`);
  return isOffered({ content, sentAt: NOW, ...given }, word, turn);
}

describe("a keyword that our question offers", () => {
  it.each([
    ["¿Prioridad alta, media o baja?", "Baja"],
    ["¿Prioridad alta, media o baja?", "baja."],
    ["¿Prioridad alta, media o baja?", "BAJA"],
    ["¿Prioridad alta, media o baja?", "alta"],
    ["¿Desea prioridad alta o baja prioridad?", "baja"],
    ["Anmelden, Abmelden oder Termin ändern?", "Abmelden"],
    ["Anmelden, Abmelden oder Termin ändern?", "ANMELDEN!"],
    ["Soll ich Sie abmelden oder den Termin ändern?", "Abmelden"],
    ["Geht es um eine Anmeldung oder eine Abmeldung?", "Abmeldung"],
    ["¿Particular, empresa o agente?", "Agente"],
    ["¿Es usted un particular, una empresa o un agente?", "agente"],
    ["Are you a tenant, an owner or an agent?", "Agent"],
    ["Vous êtes un particulier ou un conseiller ?", "conseiller"],
    ["Quer iniciar ou parar a máquina?", "parar"],
    ["Voulez-vous démarrer ou arrêter la machine ?", "Arrêter"],
    ["Mau mulai atau berhenti?", "berhenti"],
    ["هل تريد تشغيل أو إيقاف؟", "إيقاف"],
    ["शुरू करें या बंद करें?", "बंद करें"],
    ["Which button is lit?\n- Start\n- Stop", "Stop"],
    ["Which button is lit?\n- Start\n- Stop", "start"],
    ["Which button is lit?\n\n1. Start\n2. Stop\n\nTell me and I will help.", "stop"],
    ["Welcher Knopf leuchtet?\n• *Start*\n• *Stopp*", "stopp"],
    ["Which button is lit: Start or Stop?", "Stop"],
    ["Which button is missing on the page?\n- Subscribe\n- Unsubscribe", "unsubscribe"],
    ["Is it *Stop* or *Start*?", "STOP"],
    ["Start or Stop?", "stop"],
    ["¿Qué prioridad?\n- Alta: hoy\n- Baja: en 5 días", "Baja"],
    ["Elija una prioridad:\n- Alta\n- Baja", "baja"],
    ["Which button is lit?\nLook at the front.\n- Start\n- Stop", "Stop"],
    ["- Start\n- Stop\n\nWhich of them is lit?", "stop"],
    ["Elija la prioridad: alta, media o baja.", "baja"],
    ["Bitte wählen Sie: Anmelden, Abmelden oder Termin ändern.", "Abmelden"],
    ["Which role?\n1) Driver\n2) Operator", "operator"],
    ["Which department: sales or customer service?", "Customer service"],
    ["¿*Alta*, *media* o *baja*?", "Baja"],
    ["Is the caller a human or a bot?", "human"],
    ["Is the caller a human or a bot?", "bot"],
    ["Hello! Your lamp is fine. High, medium or low? Ahora: ¿alta/media/baja?", "baja"],
  ])("%j is an answer: %j", (question, said) => {
    expect(answers(aTurn(question), said)).toBe(true);
  });

  it.each([
    ["Do you ship to Canada?", "STOP"],
    ["¿Prioridad alta, media o baja?", "STOP"],
    ["Which lamp?\n- Brass\n- White", "stop"],
    ["You can write STOP to unsubscribe. Anything else?", "STOP"],
    ["Do you want our newsletter, or unsubscribe?", "Unsubscribe"],
    ["Reply STOP to unsubscribe, or HELP for help.", "STOP"],
    ["¿Quieres dejar de recibir avisos? Escribe BAJA.", "Baja"],
    ["Wenn Sie genug haben, schreiben Sie ABMELDEN.", "Abmelden"],
    ["Shall I keep sending messages or stop?", "stop"],
    ["Möchten Sie weiter Nachrichten erhalten?\n- Anmelden\n- Abmelden", "Abmelden"],
    ["Commands:\n- START\n- STOP", "STOP"],
    ["What can I do?\n- STOP: unsubscribe from our messages\n- HELP: help", "STOP"],
    ["¿Alta de la luz, o le interesa otra cosa?", "baja"],
    ["Should we stop the machine or wait?", "STOP"],
    ["Should I stop?", "stop"],
    ["Anything else? You can always write:\n- STOP\n- HELP", "STOP"],
    ["Para salir escriba: baja o stop.", "Baja"],
    ["Antworten Sie mit einem Wort: Anmelden oder Abmelden.", "Abmelden"],
    ["Écrivez un mot : démarrer ou arrêter.", "arrêter"],
    ["Please choose: Start or Stop.", "STOP"],
    ["Do you want to start or stop the machine?", "STOP"],
    ["- Start\n- Stop", "STOP"],
    ["Möchten Sie Nachrichten?\nSie haben die Wahl:\n- Anmelden\n- Abmelden", "Abmelden"],
    ["Would you like to talk to our bot or an agent?", "agent"],
    ["Möchten Sie mit dem Bot oder einem Mitarbeiter sprechen?", "Mitarbeiter"],
    ["If you need more help, would you like an agent?", "agent"],
    ["High or low?", "Stop all messages"],
    ["Stop all messages, or go on?", "Stop all messages"],
    ["Shall I try again?\n- Try again\n- Talk to a human", "Talk to a human"],
  ])("%j offers nothing: %j keeps its meaning", (question, said) => {
    expect(answers(aTurn(question), said)).toBe(false);
  });

  it("is no answer when the question was not sent, was sent later, a day ago or by the system, or when another message is quoted", () => {
    const question = "¿Prioridad alta, media o baja?";
    const turns: [Turn | undefined, Given][] = [
      [undefined, {}],
      [aTurn(question, { state: "pending" }), {}],
      [aTurn(question, { state: "failed" }), {}],
      [aTurn(question, { sendingAt: NOW + 60_000 }), {}],
      [aTurn(question, { sendingAt: NOW - 25 * HOUR_MS }), {}],
      [aTurn(question, {}, { by: "system" }), {}],
      [aTurn(question), { quoted: "wamid.other" }],
    ];
    expect(turns.map(([turn, given]) => answers(turn, "baja", given))).toEqual(turns.map(() => false));
  });

  it("is an answer when staff asked, when the question is quoted, and when the provider's response was never seen", () => {
    const question = "¿Prioridad alta, media o baja?";
    expect(answers(aTurn(question, {}, { by: "person" }), "baja")).toBe(true);
    expect(answers(aTurn(question), "baja", { quoted: "wamid.ours" })).toBe(true);
    const { id: _, ...unseen } = aTurn(question).parts[0] ?? { text: "", state: "sending", attempts: 1 };
    expect(
      answers({ ...aTurn(question), parts: [{ ...unseen, state: "sending" }] }, "baja", {
        quoted: "wamid.ours",
      }),
    ).toBe(true);
  });
});

describe("a tap", () => {
  const choice = (id: string, title: string): Content => ({ kind: "choice", id, title });

  it("on a button or row of ours is an answer, also on an older message", () => {
    for (const title of ["Baja", "Agente", "Stop", "Abmelden", "Unsubscribe", "Start", "Bot", "Human"])
      expect([title, answers(undefined, choice("option-3", title))]).toEqual([title, true]);
    expect(answers(aTurn("Something else"), choice("option-10", "Baja"), { quoted: "wamid.older" })).toBe(
      true,
    );
    expect(answers(undefined, { kind: "button", text: "Baja", payload: "option-3" })).toBe(true);
  });

  it("on an unambiguous request is a request", () => {
    expect(answers(undefined, choice("option-2", "Talk to a human"))).toBe(false);
    expect(answers(undefined, choice("option-2", "Hablar con un agente"))).toBe(false);
    expect(answers(undefined, choice("option-2", "Stop all messages"))).toBe(false);
  });

  it("on a template's button keeps its meaning, whatever our question", () => {
    const asked = aTurn("Abmelden oder anmelden?");
    expect(answers(asked, { kind: "button", text: "Abmelden", payload: "Abmelden" })).toBe(false);
    expect(answers(asked, { kind: "button", text: "Stop" })).toBe(false);
  });

  it("on another tool's button is an answer only when our latest message offers the same", () => {
    expect(answers(undefined, choice("unsubscribe", "Stop"))).toBe(false);
    expect(answers(aTurn("Which?", { options: ["Start", "Stop"] }), choice("x", "Stop"))).toBe(true);
  });
});

it("an offered word is no keyword", () => {
  expect(detectKeyword({ kind: "text", text: "Baja" })).toBe("stop");
  expect(detectKeyword({ kind: "text", text: "Baja", offered: true })).toBeUndefined();
});
