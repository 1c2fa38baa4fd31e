import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "por favor|porfavor|porfa|hola|ok|oye|oigan|bueno|stop|basta|ya|quiero que|necesito que|les pido que|le pido que|te pido que|les ruego que|pueden|puede|puedes|podrían|podría|podrías";
const BACK =
  "por favor|porfavor|porfa|gracias|muchas gracias|ya|ahora|ahora mismo|inmediatamente|más|nunca más|nunca|jamás|nada|a este número|al whatsapp|por whatsapp|por aquí|de ustedes|suyos|stop";
const MESSAGES =
  "mensajes|mensajitos|mensaje|whatsapps|sms|textos|spam|publicidad|promociones|ofertas|notificaciones|propaganda|anuncios|boletines";
const ALL =
  "más|mas|tantos|tantas|los|las|de|sus|tus|estos|estas|esos|esas|todos|todas|su|la|el|este|nada de";

const REACH =
  "(?:se (?:pondrá|pondrán|va a poner|pone) en contacto|se (?:comunicará|contactará|va a comunicar)n? con|(?:te|le|lo|la|os|les) (?:llamará|contactará|escribirá|responderá|contestará|va a (?:llamar|contactar|escribir|responder))n?|se hará cargo|tomará el chat|continuará)";

export const SPANISH: LanguageData = {
  spokenAs: "es-US",
  countries: "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
  texts: {
    fallback:
      "Lo siento, en este momento no puedo responder. Por favor, inténtelo de nuevo un poco más tarde.",
    handoff: "Una persona de nuestro equipo se hará cargo de la conversación y le responderá aquí.",
    handoffClosed: "Nuestro equipo no está disponible en este momento. Volverá {opens} y le responderá aquí.",
    optedOut: "No recibirá más mensajes de este chat. Si quiere volver a recibirlos, escriba INICIAR.",
    optedIn: "De acuerdo: volverá a recibir mensajes aquí.",
    tooMany:
      "Han sido muchos mensajes en poco tiempo. Por favor, inténtelo de nuevo en una hora o escriba HUMANO para hablar con una persona.",
    resend:
      "Disculpe, no se ha podido leer aquí su último mensaje. Por favor, envíelo de nuevo o escríbalo con sus propias palabras.",
    choose: "Elegir",
    disclosure:
      "Le atiende un asistente de inteligencia artificial. Para hablar con una persona, escriba HUMANO.",
  },
  opening: {
    today: "hoy a las {time}",
    tomorrow: "mañana a las {time}",
    later: "el {date} a las {time}",
    unknown: "lo antes posible",
  },
  keywords: {
    stop: phrases(`
      baja, darme de baja, darse de baja, dame de baja, denme de baja, quiero darme de baja, desuscribir,
      desuscribirme, desuscribirse, desuscríbeme, cancelar suscripción, cancelar la suscripción, parar,
      detener, detener mensajes, detener los mensajes, parar mensajes, detener promociones, no más mensajes,
      no más promociones, no quiero más mensajes, no quiero mensajes, no quiero recibir mensajes,
      no quiero recibir más mensajes, ya no quiero mensajes, ya no quiero recibir mensajes,
      dejar de recibir mensajes, dejar de recibir, no recibir más, quiero dejar de recibir mensajes,
      no me escribas más, no me escriban más, deja de escribirme, dejen de escribirme, deje de escribirme,
      no me contacten, no me contacten más, no me envíes más mensajes, no me envíen más mensajes,
      no me envíe más mensajes, no me manden más mensajes, no me mandes más mensajes, no enviar más mensajes
    `),
    start: phrases(`
      iniciar, reanudar, reactivar, suscribir, suscribirme, suscribirse, suscríbeme, alta, darme de alta,
      darse de alta, quiero darme de alta, volver a suscribirme, activar mensajes, reanudar mensajes,
      volver a recibir mensajes, quiero recibir mensajes, quiero volver a recibir mensajes
    `),
    human: phrases(`
      humano, humana, humanos, agente, agente humano, agente real, asesor, asesora, asesor humano, operador,
      operadora, operador humano, representante, ejecutivo, ejecutiva, persona real, persona humana,
      persona de verdad, ser humano, atención al cliente, servicio al cliente, atención humana,
      atención personal, soporte humano, no quiero un bot, no quiero hablar con un bot,
      no quiero hablar con un robot
    `),
    bot: phrases(`
      chatbot, asistente, asistente virtual, volver al bot, volver con el bot, regresar al bot,
      volver al asistente, regresar al asistente, el bot
    `),
    talk: phrases(`
      hablar con, hablar a, chatear con, comunicarme con, comunícame con, comuníqueme con, conéctame con,
      conécteme con, contactar con, contactar a, pásame con, páseme con, pásame a, hablar directamente con
    `),
    someone: phrases(`
      alguien, persona, una persona, un ser humano, alguien real, alguien de su equipo, alguien del equipo,
      el equipo, su equipo, soporte, el soporte, soporte técnico, un encargado, el encargado, un supervisor,
      un empleado, un vendedor
    `),
    before: phrases(`
      quiero, quisiera, necesito, deseo, me gustaría, puedo, podría, prefiero, dame, un, una, el, la, con,
      con un
    `),
    after: phrases("ahora, ya"),
    please: phrases("por favor, porfavor, porfa, x favor, gracias, muchas gracias"),
    asksToStop: {
      sentences: [
        [
          several(FRONT),
          one("deja de|deje de|dejen de|dejad de|para de|paren de|pare de|basta de"),
          one(
            "escribirme|escribirnos|contactarme|molestarme|molestar|acosarme|escribir|mandarme mensajes|enviarme mensajes|mensajearme|spamearme|hacerme spam|enviarme|mandarme",
          ),
          several(ALL),
          optional(`${MESSAGES}|cosas|eso`),
          several(BACK),
        ],
        [
          several(FRONT),
          one("deja de|deje de|dejen de|dejad de|para de|paren de|pare de|basta de"),
          one("enviar|mandar"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one("no me|ya no me|no nos|que no me|nunca más me"),
          one(
            "escribas|escriba|escriban|escribáis|contactes|contacte|contacten|molestes|moleste|molesten|mensajeen|vuelvan a escribir|vuelva a escribir|vuelvas a escribir|vuelvan a contactar|vuelva a contactar",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one("no me|ya no me|no nos"),
          one("envíes|envíe|envíen|mandes|mande|manden|envien"),
          several(ALL),
          one(`${MESSAGES}|nada`),
          several(BACK),
        ],
        [
          several(`${FRONT}|stop`),
          one("no más|basta de|no mas|ya no más|ni un"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one("no quiero|ya no quiero|no deseo|ya no deseo|no quisiera|no queremos"),
          optional("recibir|que me envíen|que me manden|recibir más|seguir recibiendo|ver"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one("no quiero que|ya no quiero que|no deseo que"),
          one(
            "me escriban|me escribas|me escriba|me contacten|me contacte|me molesten|me vuelvan a escribir",
          ),
          several(BACK),
        ],
        [
          several(`${FRONT}|quiero|deseo|quisiera|me gustaría|necesito|solicito`),
          one(
            "darme de baja|dar de baja|dame de baja|denme de baja|deme de baja|dadme de baja|desuscribirme|desuscríbeme|desuscríbanme|desuscríbame",
          ),
          optional("de"),
          several("la|las|los|su|sus|esta|este|estos|mi número"),
          optional(
            `lista|listas|${MESSAGES}|newsletter|boletín|suscripción|servicio de mensajes|canal|grupo|número`,
          ),
          several(BACK),
        ],
        [
          several(`${FRONT}|quiero que`),
          one(
            "bórrame|bórrenme|bórreme|elimíname|elimínenme|elimíneme|quítame|quítenme|quíteme|sácame|sáquenme|sáqueme|borren mi número|elimina mi número|eliminen mi número|borra mi número|borre mi número",
          ),
          optional("de"),
          several("la|las|su|sus|esta|esa|tu|tus"),
          optional("lista|listas|base|base de datos|lista de difusión|contactos|agenda|grupo"),
          several(BACK),
        ],
        [
          several(FRONT),
          one("déjame|déjenme|déjeme|dejadme"),
          one("en paz|tranquilo|tranquila"),
          several(BACK),
        ],
        [
          several(FRONT),
          one("parar|detener|paren|detengan|pare"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one("no quiero recibir|ya no quiero recibir|no deseo recibir"),
          one("nada|nada más|más nada"),
          several(BACK),
        ],
        [several(FRONT), one("baja"), several("por favor|porfa|porfavor|gracias|ya|inmediata|definitiva")],
      ],
      reasons:
        "número equivocado|numero incorrecto|se equivocó|se equivocan|equivocado|no me interesa|no estoy interesado|no estoy interesada|no soy yo|no soy esa persona|spam|acoso|no los conozco|no te conozco|quién es|demasiados mensajes|no pedí esto|nunca me suscribí|no me suscribí|no quiero esto|no quiero nada|basta|molesto|ya no vivo|dejen de molestar",
    },
  },
  agentWords: {
    choose:
      "elij[ae]\\p{L}*|elige|elegir|escog(?:e|er|ed)|escoj[ae]|seleccion(?:e|a|ar)|prefier\\p{L}*|cuál(?:es)?|respond[ae] con",
    want: "quier\\p{L}*|dese\\p{L}*|gustar\\p{L}*|necesitas?|interes\\p{L}*|ayudar\\p{L}*|viene bien",
    tell: "(?:proporcionar|facilitar|enviar|indicar|dar|decir)(?:me|nos)|siguientes (?:datos|detalles|documentos)",
    or: "o|u",
    articles: "un|una|el|la",
    instruct: "(?<!\\p{L})(?:escrib|env[ií])",
    aboutMessages: "mensaje|mensajes|notificaciones|promociones|publicidad",
    aboutTalking: "hablar|chatear|comunicarme",
  },
  personPromise: {
    person:
      "(?:(?:un|una|uno|nuestr[oa]s?|el|la|los|mi|otr[oa]|algún|alguna) (?:de (?:nuestr[oa]s|mis|los|las) )?(?:\\p{L}+ ){0,2}?(?:compañer[oa]s?|colegas?|agentes?|asesor(?:a|es)?|personas?|miembros?|equipo|representantes?|especialistas?|emplead[oa]s?|encargad[oa]|ejecutiv[oa]|operador(?:a|es)?|atención al cliente)(?: (?:human[oa]s?|de (?:nuestro|nuestra|el|la|los)? ?\\p{L}+(?: al cliente)?))?|alguien(?: (?:del|de nuestro|de) equipo)?)",
    says: `§(?: [^.!?,]{0,30}?)? ${REACH}|${REACH} (?:\\p{L}+ ){0,3}?§|nos (?:pondremos en contacto|comunicaremos con|contactaremos)|(?:te|le|lo|la|os|les) (?:llamaremos|contactaremos|escribiremos)|(?:te|le|lo|la|os) (?:paso|transfiero|comunico|conecto|pongo en contacto|voy a (?:pasar|transferir|comunicar|conectar)) (?:\\p{L}+ )?con §|(?:he|hemos) (?:avisado|informado|notificado|pasado|enviado|remitido|transferido|derivado) [^.!?]{0,60}?al? ?§|(?:he|hemos) (?:avisado|informado|notificado|pasado|enviado|derivado) [^.!?]{0,60}?al equipo|(?:aviso|informo|avisaré|informaré) al? ?§|ha sido (?:enviad[oa]|derivad[oa]|remitid[oa]|transferid[oa]) al? ?(?:§|equipo)|(?:será|serás) (?:contactad[oa]|llamad[oa]|transferid[oa])`,
    not: "no|nunca|ningún|ninguna",
    unless: "si|en caso de que",
    unlessBefore:
      "cuando|una vez|después de|en cuanto|antes de|quieres|quiere|desea|deseas|puedo|puede|podría|(?:déj|indíqu|indic|envíe|envía|escrib|compart|dame|deme|proporcion|rellen)\\p{L}*(?=[^.!?]* y )",
  },
};
