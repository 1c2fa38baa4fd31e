import type { Texts } from "../language-texts.ts";

export const GERMAN: Texts = {
  fallback:
    "Entschuldigung, ich kann gerade nicht antworten. Bitte versuchen Sie es etwas später noch einmal.",
  handoff: "Eine Person aus unserem Team übernimmt und antwortet Ihnen hier.",
  optedOut:
    "Sie erhalten keine weiteren Nachrichten aus diesem Chat. Wenn Sie wieder welche möchten, schreiben Sie START.",
  optedIn: "In Ordnung: Sie erhalten hier wieder Nachrichten.",
  tooMany:
    "Das waren viele Nachrichten in kurzer Zeit. Bitte versuchen Sie es in einer Stunde noch einmal oder schreiben Sie MENSCH, um eine Person zu erreichen.",
  resend:
    "Entschuldigung, Ihre letzte Nachricht ließ sich hier nicht lesen. Bitte senden Sie sie noch einmal oder schreiben Sie in Worten, worum es geht.",
  choose: "Auswählen",
};
