import { one, optional, type StopSentences, several } from "./sentence.ts";

const FRONT =
  "por favor|porfavor|porfa|hola|ok|oye|oigan|bueno|stop|basta|ya|quiero que|necesito que|les pido que|le pido que|te pido que|les ruego que|pueden|puede|puedes|podrían|podría|podrías";
const BACK =
  "por favor|porfavor|porfa|gracias|muchas gracias|ya|ahora|ahora mismo|inmediatamente|más|nunca más|nunca|jamás|nada|a este número|al whatsapp|por whatsapp|por aquí|de ustedes|suyos|stop";
const MESSAGES =
  "mensajes|mensajitos|mensaje|whatsapps|sms|textos|spam|publicidad|promociones|ofertas|notificaciones|propaganda|anuncios|boletines";
const ALL =
  "más|mas|tantos|tantas|los|las|de|sus|tus|estos|estas|esos|esas|todos|todas|su|la|el|este|nada de";

export const SPANISH_STOP: StopSentences = {
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
      one("me escriban|me escribas|me escriba|me contacten|me contacte|me molesten|me vuelvan a escribir"),
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
    [several(FRONT), one("déjame|déjenme|déjeme|dejadme"), one("en paz|tranquilo|tranquila"), several(BACK)],
    [several(FRONT), one("parar|detener|paren|detengan|pare"), several(ALL), one(MESSAGES), several(BACK)],
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
};
