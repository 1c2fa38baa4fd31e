import { one, optional, type StopSentences, several } from "./sentence.ts";

const FRONT =
  "por favor|por gentileza|pfv|pf|oi|olá|ok|stop|chega|quero que|preciso que|peço que|gostaria que|vocês podem|você pode|pode|podem|poderia|poderiam";
const BACK =
  "por favor|por gentileza|pfv|pf|obrigado|obrigada|já|agora|agora mesmo|imediatamente|mais|nunca mais|nunca|neste número|para este número|no whatsapp|por aqui|de vocês|stop";
const MESSAGES =
  "mensagens|mensagem|mensagenzinhas|whatsapps|sms|textos|spam|propaganda|propagandas|promoções|ofertas|notificações|publicidade|anúncios";
const ALL = "mais|tantas|as|os|de|suas|seus|essas|esses|estas|estes|todas|todos|a|essa|nenhuma|nenhum|a mais";

export const PORTUGUESE_STOP: StopSentences = {
  sentences: [
    [
      several(FRONT),
      one("pare de|pára de|para de|parem de|deixe de|deixem de|chega de|parar de"),
      one(
        "me escrever|escrever para mim|escrever pra mim|me contatar|me contactar|me incomodar|me perturbar|me encher|me importunar|me mandar|me enviar|incomodar|perturbar",
      ),
      several(ALL),
      optional(`${MESSAGES}|coisas|isso`),
      several(BACK),
    ],
    [
      several(FRONT),
      one("pare de|para de|parem de|deixe de|deixem de|chega de|parar de"),
      one("enviar|mandar|receber"),
      several(ALL),
      one(MESSAGES),
      optional("para mim|pra mim"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("não me|nunca mais me|que não me"),
      one(
        "escreva|escrevam|contate|contatem|contacte|contactem|incomode|incomodem|perturbe|perturbem|procurem|chame|chamem",
      ),
      optional("mensagem|mensagens|mais mensagens|mais mensagem"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("não me|não nos|não"),
      one("envie|enviem|mande|mandem"),
      several(ALL),
      one(`${MESSAGES}|nada`),
      optional("para mim|pra mim"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("chega de|sem mais|basta de|nada de|não mais"),
      several(ALL),
      one(MESSAGES),
      several(BACK),
    ],
    [
      several(FRONT),
      one("não quero|não desejo|não queremos|eu não quero|eu não quero mais|já não quero|não gostaria de"),
      several("mais|receber|continuar recebendo|ver|que me mandem|que me enviem"),
      several(ALL),
      one(MESSAGES),
      several(BACK),
    ],
    [
      several(FRONT),
      one("não quero|não quero mais|eu não quero|não desejo"),
      one(
        "que me escrevam|que me contatem|que me contactem|que me incomodem|ser contatado|ser contatada|ser contactado|ser contactada|ser incomodado|ser incomodada",
      ),
      several(BACK),
    ],
    [
      several(`${FRONT}|quero|desejo|gostaria de|preciso`),
      one(
        "me descadastrar|me descadastre|me descadastrem|descadastrar|descadastre|cancelar minha inscrição|cancele minha inscrição|cancelar inscrição|me desinscrever|me desinscreva|desinscrever",
      ),
      optional("da|das|desta|dessa|de|dos|do"),
      optional(
        "lista|listas|lista de transmissão|mensagens|sua lista|newsletter|canal|grupo|promoções|suas listas|todas as listas",
      ),
      several(BACK),
    ],
    [
      several(`${FRONT}|quero|desejo|gostaria de|preciso`),
      one("sair da|sair das|sair desta|sair dessa|sair de|sair do"),
      one("lista|listas|lista de transmissão|sua lista|suas listas|todas as listas|canal|grupo"),
      several(BACK),
    ],
    [
      several(`${FRONT}|quero que`),
      one(
        "me tire|me tirem|me tira|me remova|me remove|me removam|me retire|me retirem|me exclua|me excluam|me exclui|me apague|remova meu número|removam meu número|apague meu número|apaguem meu número|exclua meu número|excluam meu número|tire meu número|tirem meu número|tirar meu número|remover meu número|apagar meu número|remova-me|retire-me|tire-me",
      ),
      optional("da|das|de|dessa|desta|do"),
      several("sua|suas|lista de"),
      optional("lista|listas|transmissão|base|base de dados|contatos|cadastro|sistema|grupo"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("me deixe|me deixem|me deixa|deixe-me|deixem-me"),
      one("em paz|quieto|quieta"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("não quero receber|não quero mais receber|não desejo receber"),
      one("nada|mais nada"),
      several(BACK),
    ],
    [several(FRONT), one("não perturbe|não perturbem|não incomode|não incomodem"), several(BACK)],
    [several(FRONT), one("parar|pare|parem|cancelar|suspender"), several(ALL), one(MESSAGES), several(BACK)],
  ],
  reasons:
    "número errado|pessoa errada|engano|foi engano|não tenho interesse|não estou interessado|não estou interessada|sem interesse|não sou eu|não sou essa pessoa|spam|assédio|não conheço vocês|não te conheço|quem é|muitas mensagens|nunca me inscrevi|não me inscrevi|não pedi isso|não quero isso|não quero nada|chega|que saco",
};
