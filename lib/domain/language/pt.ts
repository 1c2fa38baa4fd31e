import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "por favor|por gentileza|pfv|pf|oi|olá|ok|stop|chega|quero que|preciso que|peço que|gostaria que|vocês podem|você pode|pode|podem|poderia|poderiam";
const BACK =
  "por favor|por gentileza|pfv|pf|obrigado|obrigada|já|agora|agora mesmo|imediatamente|mais|nunca mais|nunca|neste número|para este número|no whatsapp|por aqui|de vocês|stop";
const MESSAGES =
  "mensagens|mensagem|mensagenzinhas|whatsapps|sms|textos|spam|propaganda|propagandas|promoções|ofertas|notificações|publicidade|anúncios";
const ALL = "mais|tantas|as|os|de|suas|seus|essas|esses|estas|estes|todas|todos|a|essa|nenhuma|nenhum|a mais";

const REACH =
  "(?:(?:vai|irá|vão|irão) (?:te |lhe |o |a )?(?:ligar|contatar|contactar|escrever|responder|assumir|entrar em contato|entrar em contacto|retornar|falar)|entrará em conta[c]?to|entra em conta[c]?to|(?:te |lhe |o )?(?:ligará|contatará|contactará|responderá|escreverá|assumirá)|(?:te|lhe) (?:liga|escreve|responde|retorna))";

export const PORTUGUESE: LanguageData = {
  spokenAs: "pt-BR",
  countries: "AO BR CV GW MZ PT ST TL",
  texts: {
    fallback: "Desculpe, não consigo responder agora. Por favor, tente novamente um pouco mais tarde.",
    handoff: "Uma pessoa da nossa equipe vai assumir a conversa e responder por aqui.",
    handoffClosed: "Nossa equipe não está disponível no momento. Ela volta {opens} e responderá por aqui.",
    optedOut: "Você não receberá mais mensagens deste chat. Se quiser voltar a recebê-las, escreva INICIAR.",
    optedIn: "Tudo certo: você voltará a receber mensagens por aqui.",
    tooMany:
      "Foram muitas mensagens em pouco tempo. Por favor, tente novamente daqui a uma hora ou escreva ATENDENTE para falar com uma pessoa.",
    resend:
      "Desculpe, não foi possível ler aqui a sua última mensagem. Por favor, envie-a novamente ou escreva com as suas palavras do que se trata.",
    choose: "Escolher",
    disclosure:
      "Você está falando com um assistente de inteligência artificial. Para falar com uma pessoa, escreva ATENDENTE.",
  },
  opening: {
    today: "hoje às {time}",
    tomorrow: "amanhã às {time}",
    later: "{date}, às {time}",
    unknown: "assim que possível",
  },
  keywords: {
    stop: phrases(`
      parar, pare, sair da lista, quero sair da lista, me tire da lista, me remova da lista,
      me retire da lista, descadastrar, me descadastre, me descadastrar, quero me descadastrar, descadastro,
      descadastre-me, cancelar inscrição, cancelar a inscrição, parar mensagens, parar as mensagens,
      parar promoções, interromper promoções, não receber mais, parem, parar de receber,
      parar de receber mensagens, quero parar de receber mensagens, pare de enviar mensagens,
      pare de me enviar mensagens, pare de me mandar mensagens, parem de enviar mensagens,
      parem de me enviar mensagens, não quero mensagens, não quero mais mensagens,
      não quero receber mensagens, não quero receber mais mensagens, não quero mais receber mensagens,
      não me envie mais mensagens, não me mande mais mensagens, não enviar mais mensagens,
      não envie mais mensagens, não me contate mais, não me escreva mais, chega de mensagens
    `),
    start: phrases(`
      iniciar, começar, retomar, reativar, inscrever, me inscrever, inscreva-me, quero me inscrever,
      voltar a receber, voltar a receber mensagens, quero receber mensagens,
      quero voltar a receber mensagens, retomar mensagens
    `),
    human: phrases(`
      humano, humana, ser humano, atendente, atendente humano, atendente humana, atendente real,
      atendimento humano, atendimento ao cliente, agente, agente humano, operador, operadora, representante,
      pessoa real, pessoa de verdade, pessoa humana, serviço ao cliente, suporte humano, não quero um robô,
      não quero falar com um robô, não quero falar com robô
    `),
    bot: phrases(`
      bot, o bot, robô, chatbot, assistente, assistente virtual, voltar ao bot, voltar para o bot,
      voltar pro bot, voltar ao robô, voltar ao assistente, voltar para o assistente
    `),
    talk: phrases(`
      falar com, fala com, conversar com, entrar em contato com, contactar, passar para, transferir para,
      me transfira para
    `),
    someone: phrases(`
      alguém, pessoa, uma pessoa, alguém da equipe, alguém de verdade, a equipe, equipe, o suporte, suporte,
      um gerente, o gerente, um supervisor, um funcionário, um vendedor, um consultor, gente
    `),
    before: phrases(`
      quero, queria, gostaria de, eu quero, preciso, preciso de, posso, prefiro, um, uma, o, a, com, com um
    `),
    after: phrases("agora"),
    please: phrases("por favor, por gentileza, pfv, pf, obrigado, obrigada"),
    asksToStop: {
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
          one(
            "não quero|não desejo|não queremos|eu não quero|eu não quero mais|já não quero|não gostaria de",
          ),
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
        [
          several(FRONT),
          one("parar|pare|parem|cancelar|suspender"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
      ],
      reasons:
        "número errado|pessoa errada|engano|foi engano|não tenho interesse|não estou interessado|não estou interessada|sem interesse|não sou eu|não sou essa pessoa|spam|assédio|não conheço vocês|não te conheço|quem é|muitas mensagens|nunca me inscrevi|não me inscrevi|não pedi isso|não quero isso|não quero nada|chega|que saco",
    },
  },
  agentWords: {
    choose:
      "escolh(?:a|er|e)|selecione|selecionar|prefer(?:e|es|ir)|prefira|qual|quais|responda com|^(?:deseja)(?=[^?]*$)",
    want: "quer|gostari\\p{L}*|desej\\p{L}*|precisa|interess\\p{L}*|ajudar",
    tell: "(?:me|nos) (?:fornecer|informar|enviar|indicar|dizer|passar)|(?:fornecer|informar|enviar)-(?:me|nos)|seguintes (?:dados|informações|documentos)",
    or: "ou",
    articles: "um|uma|o",
    instruct: "(?<!\\p{L})(?:escrev)",
    aboutMessages: "mensagem|mensagens|promoções|notificações|propaganda",
    aboutTalking: "falar|conversar",
  },
  personPromise: {
    person:
      "(?:(?:um|uma|noss[oa]s?|[oa]s?|meu|minha|outr[oa]|algum|alguma) (?:d[oae]s? (?:noss[oa]s? )?)?(?:\\p{L}+ ){0,2}?(?:colegas?|atendentes?|agentes?|consultor(?:a|es)?|pessoas?|membros?|equipe|equipa|time|representantes?|especialistas?|funcionári[oa]s?|assistente human[oa])(?: (?:human[oa]s?|d[ao] noss[ao] (?:equipe|equipa|time)|d[ao] (?:equipe|equipa|time|suporte|atendimento)))?|alguém(?: d[ao] (?:noss[ao] )?(?:equipe|equipa|time))?)",
    says: `§(?: [^.!?,]{0,30}?)? ${REACH}|(?:entraremos|vamos entrar|iremos entrar) em conta[c]?to|(?:te|lhe) (?:ligaremos|retornaremos|contataremos|contactaremos)|vamos (?:te |lhe )?(?:ligar|contatar|contactar|retornar)|(?:vou|estou a|irei) (?:te |lhe |o |a )?(?:passar|transferir|encaminhar|conectar|transferindo|encaminhando|avisar|informar|chamar)\\b[^.!?]{0,40}? ?(?:para|a|com|ao|à)? ?§|estou (?:te |lhe |o |a )?(?:transferindo|encaminhando|passando|avisando|chamando)\\b[^.!?]{0,40}?§|(?:já )?(?:avisei|informei|encaminhei|passei|notifiquei|transferi)\\b[^.!?]{0,60}?(?:§|equipe|equipa)|foi (?:encaminhad[oa]|passad[oa]|enviad[oa]|transferid[oa]) (?:para|ao?|à) ?(?:§|equipe|equipa)|(?:você )?será (?:contatad[oa]|contactad[oa]|transferid[oa]|atendid[oa] por §)`,
    not: "não|nunca|nenhum\\p{L}*",
    unless: "se|caso",
    unlessBefore:
      "quando|depois de|depois que|após|assim que|antes de|quer|deseja|gostaria|posso|pode|poderia|(?:deixe|informe|envie|escreva|mande|compartilhe|partilhe|forneça|preencha)(?=[^.!?]* e )",
  },
};
