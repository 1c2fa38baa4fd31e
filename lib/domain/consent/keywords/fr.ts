import type { LanguageKeywords } from "./language-keywords.ts";
import { FRENCH_STOP } from "./stop/fr.ts";

export const FRENCH: LanguageKeywords = {
  stop: [
    ...["désabonner", "se désabonner", "me désabonner", "désabonnez-moi", "désabonne-moi", "désabonnement", "je veux me désabonner"],
    ...[
      "se désinscrire",
      "me désinscrire",
      "désinscrire",
      "désinscription",
      "désinscrivez-moi",
      "je veux me désinscrire",
      "arrêter",
      "arrêtez",
      "arrête",
      "arrêt",
    ],
    ...[
      "arrêter les messages",
      "arrêtez les messages",
      "arrêtez de m'écrire",
      "arrêtez de m'envoyer des messages",
      "arrêter les promotions",
    ],
    ...["stop pub", "stop sms", "stop messages", "ne m'écrivez plus", "ne m'envoyez plus de messages", "ne m'envoyez plus de message"],
    ...["ne me contactez plus", "ne plus recevoir de messages", "je ne veux plus de messages", "je ne veux plus de message"],
    ...["je ne veux plus recevoir de messages", "je veux ne plus recevoir de messages", "je ne souhaite plus recevoir de messages"],
  ],
  start: [
    ...["démarrer", "reprendre", "s'abonner", "m'abonner", "abonnez-moi", "je m'abonne", "se réabonner", "me réabonner", "réabonnez-moi"],
    ...["réactiver", "s'inscrire", "m'inscrire", "recevoir les messages", "recevoir à nouveau les messages", "reprendre les messages"],
    ...["je veux recevoir des messages", "je veux à nouveau recevoir des messages"],
  ],
  human: [
    ...["humain", "humaine", "être humain", "agent humain", "conseiller", "conseillère", "conseiller humain", "opérateur", "opératrice"],
    ...["vraie personne", "personne réelle", "personne humaine", "vrai humain", "service client", "service clients", "service clientèle"],
    ...["service après-vente", "représentant", "représentante", "téléconseiller", "assistance humaine", "support humain"],
    ...["pas un robot", "je ne veux pas parler à un robot", "je ne veux pas parler à un bot"],
  ],
  bot: [
    ...["le bot", "robot", "le robot", "assistant virtuel", "l'assistant", "l'assistant virtuel", "retour au bot", "revenir au bot"],
    ...["retour au robot", "revenir au robot", "retour à l'assistant", "revenir à l'assistant"],
  ],
  talk: [
    ...[
      "parler à",
      "parler avec",
      "parler au",
      "parler aux",
      "discuter avec",
      "échanger avec",
      "contacter",
      "joindre",
      "passez-moi",
      "être mis en relation avec",
    ],
    ...["mettez-moi en relation avec", "mettez-moi en contact avec"],
  ],
  someone: [
    ...["quelqu'un", "quelqu'un de réel", "quelqu'un de votre équipe", "une personne", "un employé", "un responsable"],
    ...["le responsable", "votre équipe", "l'équipe", "le support", "votre support", "un vendeur", "un interlocuteur"],
  ],
  before: [
    ...["je veux", "je voudrais", "je souhaite", "j'aimerais", "je peux", "puis-je", "pouvez-vous", "est-ce que je peux", "il me faut"],
    ...["j'ai besoin d'un", "j'ai besoin d'une", "un", "une", "le", "la", "au", "du", "vrai"],
  ],
  after: ["maintenant"],
  please: ["s'il vous plaît", "s'il te plaît", "svp", "stp", "merci", "merci beaucoup"],
  asksToStop: FRENCH_STOP,
};
