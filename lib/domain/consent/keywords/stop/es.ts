import { any, maybe, one, type StopSentences } from "./sentence.ts";

const FRONT =
  "por favor|porfavor|porfa|hola|ok|oye|oigan|bueno|stop|basta|ya|quiero que|necesito que|les pido que|le pido que|te pido que|les ruego que|pueden|puede|puedes|podrían|podría|podrías";
const BACK =
  "por favor|porfavor|porfa|gracias|muchas gracias|ya|ahora|ahora mismo|inmediatamente|más|nunca más|nunca|jamás|nada|a este número|al whatsapp|por whatsapp|por aquí|de ustedes|suyos|stop";
const MESSAGES =
  "mensajes|mensajitos|mensaje|whatsapps|sms|textos|spam|publicidad|promociones|ofertas|notificaciones|propaganda|anuncios|boletines";
const ALL = "más|mas|tantos|tantas|los|las|de|sus|tus|estos|estas|esos|esas|todos|todas|su|la|el|este|nada de";

export const SPANISH_STOP: StopSentences = {
  sentences: [
    [
      any(FRONT),
      one("deja de|deje de|dejen de|dejad de|para de|paren de|pare de|basta de"),
      one(
        "escribirme|escribirnos|contactarme|molestarme|molestar|acosarme|escribir|mandarme mensajes|enviarme mensajes|mensajearme|spamearme|hacerme spam|enviarme|mandarme",
      ),
      any(ALL),
      maybe(`${MESSAGES}|cosas|eso`),
      any(BACK),
    ],
    [
      any(FRONT),
      one("deja de|deje de|dejen de|dejad de|para de|paren de|pare de|basta de"),
      one("enviar|mandar"),
      any(ALL),
      one(MESSAGES),
      any(BACK),
    ],
    [
      any(FRONT),
      one("no me|ya no me|no nos|que no me|nunca más me"),
      one(
        "escribas|escriba|escriban|escribáis|contactes|contacte|contacten|molestes|moleste|molesten|mensajeen|vuelvan a escribir|vuelva a escribir|vuelvas a escribir|vuelvan a contactar|vuelva a contactar",
      ),
      any(BACK),
    ],
    [
      any(FRONT),
      one("no me|ya no me|no nos"),
      one("envíes|envíe|envíen|mandes|mande|manden|envien"),
      any(ALL),
      one(`${MESSAGES}|nada`),
      any(BACK),
    ],
    [any(`${FRONT}|stop`), one("no más|basta de|no mas|ya no más|ni un"), any(ALL), one(MESSAGES), any(BACK)],
    [
      any(FRONT),
      one("no quiero|ya no quiero|no deseo|ya no deseo|no quisiera|no queremos"),
      maybe("recibir|que me envíen|que me manden|recibir más|seguir recibiendo|ver"),
      any(ALL),
      one(MESSAGES),
      any(BACK),
    ],
    [
      any(FRONT),
      one("no quiero que|ya no quiero que|no deseo que"),
      one("me escriban|me escribas|me escriba|me contacten|me contacte|me molesten|me vuelvan a escribir"),
      any(BACK),
    ],
    [
      any(`${FRONT}|quiero|deseo|quisiera|me gustaría|necesito|solicito`),
      one(
        "darme de baja|dar de baja|dame de baja|denme de baja|deme de baja|dadme de baja|desuscribirme|desuscríbeme|desuscríbanme|desuscríbame",
      ),
      maybe("de"),
      any("la|las|los|su|sus|esta|este|estos|mi número"),
      maybe(`lista|listas|${MESSAGES}|newsletter|boletín|suscripción|servicio de mensajes|canal|grupo|número`),
      any(BACK),
    ],
    [
      any(`${FRONT}|quiero que`),
      one(
        "bórrame|bórrenme|bórreme|elimíname|elimínenme|elimíneme|quítame|quítenme|quíteme|sácame|sáquenme|sáqueme|borren mi número|elimina mi número|eliminen mi número|borra mi número|borre mi número",
      ),
      maybe("de"),
      any("la|las|su|sus|esta|esa|tu|tus"),
      maybe("lista|listas|base|base de datos|lista de difusión|contactos|agenda|grupo"),
      any(BACK),
    ],
    [any(FRONT), one("déjame|déjenme|déjeme|dejadme"), one("en paz|tranquilo|tranquila"), any(BACK)],
    [any(FRONT), one("parar|detener|paren|detengan|pare"), any(ALL), one(MESSAGES), any(BACK)],
    [any(FRONT), one("no quiero recibir|ya no quiero recibir|no deseo recibir"), one("nada|nada más|más nada"), any(BACK)],
    [any(FRONT), one("baja"), any("por favor|porfa|porfavor|gracias|ya|inmediata|definitiva")],
  ],
  reasons:
    "número equivocado|numero incorrecto|se equivocó|se equivocan|equivocado|no me interesa|no estoy interesado|no estoy interesada|no soy yo|no soy esa persona|spam|acoso|no los conozco|no te conozco|quién es|demasiados mensajes|no pedí esto|nunca me suscribí|no me suscribí|no quiero esto|no quiero nada|basta|molesto|ya no vivo|dejen de molestar",
};
