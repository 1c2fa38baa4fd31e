import type { Texts } from "../language-texts.ts";

export const PORTUGUESE: Texts = {
  fallback: "Desculpe, não consigo responder agora. Por favor, tente novamente um pouco mais tarde.",
  handoff: "Uma pessoa da nossa equipe vai assumir a conversa e responder por aqui.",
  optedOut: "Você não receberá mais mensagens deste chat. Se quiser voltar a recebê-las, escreva INICIAR.",
  optedIn: "Tudo certo: você voltará a receber mensagens por aqui.",
  tooMany:
    "Foram muitas mensagens em pouco tempo. Por favor, tente novamente daqui a uma hora ou escreva ATENDENTE para falar com uma pessoa.",
  resend:
    "Desculpe, não foi possível ler aqui a sua última mensagem. Por favor, envie-a novamente ou escreva com as suas palavras do que se trata.",
  choose: "Escolher",
};
