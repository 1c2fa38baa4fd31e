import type { Texts } from "../language-texts.ts";

export const FRENCH: Texts = {
  fallback:
    "Toutes nos excuses, il m'est impossible de répondre pour le moment. Merci de réessayer un peu plus tard.",
  handoff: "Une personne de notre équipe prend le relais et vous répondra ici.",
  optedOut:
    "Vous ne recevrez plus de messages de cette discussion. Pour en recevoir à nouveau, écrivez REPRENDRE.",
  optedIn: "C'est noté : vous recevrez à nouveau des messages ici.",
  tooMany:
    "Cela fait beaucoup de messages en peu de temps. Merci de réessayer dans une heure, ou d'écrire HUMAIN pour parler à une personne.",
  resend:
    "Toutes nos excuses, votre dernier message n'a pas pu être lu ici. Merci de l'envoyer à nouveau ou de l'écrire en quelques mots.",
  choose: "Choisir",
};
