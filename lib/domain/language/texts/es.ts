import type { Texts } from "../language-texts.ts";

export const SPANISH: Texts = {
  fallback: "Lo siento, en este momento no puedo responder. Por favor, inténtelo de nuevo un poco más tarde.",
  handoff: "Una persona de nuestro equipo se hará cargo de la conversación y le responderá aquí.",
  optedOut: "No recibirá más mensajes de este chat. Si quiere volver a recibirlos, escriba INICIAR.",
  optedIn: "De acuerdo: volverá a recibir mensajes aquí.",
  tooMany:
    "Han sido muchos mensajes en poco tiempo. Por favor, inténtelo de nuevo en una hora o escriba HUMANO para hablar con una persona.",
  resend:
    "Disculpe, no se ha podido leer aquí su último mensaje. Por favor, envíelo de nuevo o escríbalo con sus propias palabras.",
  choose: "Elegir",
};
