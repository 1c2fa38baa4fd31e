import { any, maybe, one, type StopSentences } from "./sentence.ts";

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
      any(FRONT),
      one("pare de|pára de|para de|parem de|deixe de|deixem de|chega de|parar de"),
      one(
        "me escrever|escrever para mim|escrever pra mim|me contatar|me contactar|me incomodar|me perturbar|me encher|me importunar|me mandar|me enviar|incomodar|perturbar",
      ),
      any(ALL),
      maybe(`${MESSAGES}|coisas|isso`),
      any(BACK),
    ],
    [
      any(FRONT),
      one("pare de|para de|parem de|deixe de|deixem de|chega de|parar de"),
      one("enviar|mandar|receber"),
      any(ALL),
      one(MESSAGES),
      maybe("para mim|pra mim"),
      any(BACK),
    ],
    [
      any(FRONT),
      one("não me|nunca mais me|que não me"),
      one("escreva|escrevam|contate|contatem|contacte|contactem|incomode|incomodem|perturbe|perturbem|procurem|chame|chamem"),
      maybe("mensagem|mensagens|mais mensagens|mais mensagem"),
      any(BACK),
    ],
    [
      any(FRONT),
      one("não me|não nos|não"),
      one("envie|enviem|mande|mandem"),
      any(ALL),
      one(`${MESSAGES}|nada`),
      maybe("para mim|pra mim"),
      any(BACK),
    ],
    [any(FRONT), one("chega de|sem mais|basta de|nada de|não mais"), any(ALL), one(MESSAGES), any(BACK)],
    [
      any(FRONT),
      one("não quero|não desejo|não queremos|eu não quero|eu não quero mais|já não quero|não gostaria de"),
      any("mais|receber|continuar recebendo|ver|que me mandem|que me enviem"),
      any(ALL),
      one(MESSAGES),
      any(BACK),
    ],
    [
      any(FRONT),
      one("não quero|não quero mais|eu não quero|não desejo"),
      one(
        "que me escrevam|que me contatem|que me contactem|que me incomodem|ser contatado|ser contatada|ser contactado|ser contactada|ser incomodado|ser incomodada",
      ),
      any(BACK),
    ],
    [
      any(`${FRONT}|quero|desejo|gostaria de|preciso`),
      one(
        "me descadastrar|me descadastre|me descadastrem|descadastrar|descadastre|cancelar minha inscrição|cancele minha inscrição|cancelar inscrição|me desinscrever|me desinscreva|desinscrever",
      ),
      maybe("da|das|desta|dessa|de|dos|do"),
      maybe("lista|listas|lista de transmissão|mensagens|sua lista|newsletter|canal|grupo|promoções|suas listas|todas as listas"),
      any(BACK),
    ],
    [
      any(`${FRONT}|quero|desejo|gostaria de|preciso`),
      one("sair da|sair das|sair desta|sair dessa|sair de|sair do"),
      one("lista|listas|lista de transmissão|sua lista|suas listas|todas as listas|canal|grupo"),
      any(BACK),
    ],
    [
      any(`${FRONT}|quero que`),
      one(
        "me tire|me tirem|me tira|me remova|me remove|me removam|me retire|me retirem|me exclua|me excluam|me exclui|me apague|remova meu número|removam meu número|apague meu número|apaguem meu número|exclua meu número|excluam meu número|tire meu número|tirem meu número|tirar meu número|remover meu número|apagar meu número|remova-me|retire-me|tire-me",
      ),
      maybe("da|das|de|dessa|desta|do"),
      any("sua|suas|lista de"),
      maybe("lista|listas|transmissão|base|base de dados|contatos|cadastro|sistema|grupo"),
      any(BACK),
    ],
    [any(FRONT), one("me deixe|me deixem|me deixa|deixe-me|deixem-me"), one("em paz|quieto|quieta"), any(BACK)],
    [any(FRONT), one("não quero receber|não quero mais receber|não desejo receber"), one("nada|mais nada"), any(BACK)],
    [any(FRONT), one("não perturbe|não perturbem|não incomode|não incomodem"), any(BACK)],
    [any(FRONT), one("parar|pare|parem|cancelar|suspender"), any(ALL), one(MESSAGES), any(BACK)],
  ],
  reasons:
    "número errado|pessoa errada|engano|foi engano|não tenho interesse|não estou interessado|não estou interessada|sem interesse|não sou eu|não sou essa pessoa|spam|assédio|não conheço vocês|não te conheço|quem é|muitas mensagens|nunca me inscrevi|não me inscrevi|não pedi isso|não quero isso|não quero nada|chega|que saco",
};
