import { any, maybe, one, type StopSentences } from "./sentence.ts";

const FRONT =
  "bitte|hallo|hi|ok|okay|stop|stopp|nein|danke|können sie|könnt ihr|kannst du|könnten sie|ich will dass sie|ich möchte dass sie|ich möchte dass ihr|ich will dass ihr|ich bitte sie|ich bitte euch";
const BACK =
  "bitte|danke|vielen dank|jetzt|sofort|mehr|nicht mehr|nie wieder|nie mehr|ab sofort|endlich|per whatsapp|über whatsapp|auf whatsapp|an diese nummer|unter dieser nummer|von ihnen|von euch|auf|zu|stop|stopp";
const MESSAGES =
  "nachrichten|nachricht|sms|whatsapps|whatsapp nachrichten|spam|werbung|werbenachrichten|angebote|benachrichtigungen|newsletter|mitteilungen|werbe sms";
const ALL = "mehr|weiteren|weitere|diese|diesen|die|den|eure|ihre|solche|alle|so viele|ständig|dauernd";

export const GERMAN_STOP: StopSentences = {
  sentences: [
    [
      any(FRONT),
      one("hört|hören sie|hör|hören"),
      maybe("bitte|endlich|sofort|bitte endlich"),
      one("auf"),
      maybe("damit"),
      maybe("mir|mich|uns"),
      maybe(
        "zu schreiben|zu kontaktieren|zu belästigen|zu nerven|zu spammen|zu texten|nachrichten zu schicken|nachrichten zu senden|ständig zu schreiben|werbung zu schicken|werbung zu senden",
      ),
      any(BACK),
    ],
    [
      any(FRONT),
      one("schreibt|schreiben sie|schreib|kontaktiert|kontaktieren sie|kontaktier|kontaktiere|belästigt|belästigen sie|textet|nervt"),
      one("mir|mich|uns"),
      one("nicht|bitte nicht|nie|nie wieder|nie mehr|bitte nie|bitte nicht mehr|bitte nie wieder|nicht mehr"),
      any(BACK),
    ],
    [
      any(FRONT),
      one("schickt|schicken sie|schick|sendet|senden sie|sende|schreibt|schreiben sie"),
      maybe("mir|uns|an mich"),
      maybe("bitte"),
      one("keine|nie wieder|nie mehr|nicht mehr so viele|nicht mehr"),
      any(ALL),
      one(`${MESSAGES}|sachen`),
      any(BACK),
    ],
    [
      any(FRONT),
      one("keine|genug|schluss mit|schluss mit der|stopp|stop|stoppt|stoppen sie|beendet"),
      any(ALL),
      one(MESSAGES),
      any("mehr|bitte|danke|senden|schicken|schreiben|von ihnen|von euch|jetzt|sofort|an mich|an diese nummer"),
    ],
    [
      any(FRONT),
      one("ich will|ich möchte|ich wünsche|wir wollen|wir möchten|ich brauche|ich mag"),
      maybe("bitte|wirklich|ab sofort|künftig"),
      one("keine|keinerlei"),
      any(ALL),
      one(MESSAGES),
      any(`${BACK}|erhalten|bekommen|empfangen|haben|lesen|sehen`),
    ],
    [
      any(FRONT),
      one("ich will|ich möchte"),
      maybe("bitte"),
      one("nicht mehr|nicht|nie wieder|nie mehr"),
      maybe("mehr|von ihnen|von euch|weiter"),
      one("kontaktiert werden|angeschrieben werden|belästigt werden|angeschrieben|kontaktiert"),
      any(BACK),
    ],
    [
      any(`${FRONT}|ich möchte|ich will|ich würde`),
      maybe("mich|uns|meine nummer|gerne|gern|mich gerne|mich bitte"),
      maybe("vom|von|von der|von dem|aus dem|aus der|von den|von diesem|von allen|den|die|diese|diesen|ihren|euren|alle"),
      maybe(`liste|verteiler|whatsapp|kanal|gruppe|service|ihrem newsletter|eurem newsletter|ihrer liste|eurer liste|${MESSAGES}`),
      one(
        "abmelden|abbestellen|austragen|abmeldung|melden sie mich ab|meldet mich ab|melde mich ab|tragt mich aus|tragen sie mich aus|trag mich aus",
      ),
      maybe("vom|von|von der|aus dem|von diesem|aus der"),
      maybe(`liste|verteiler|whatsapp|kanal|gruppe|service|${MESSAGES}`),
      any(BACK),
    ],
    [
      any(FRONT),
      one(
        "nehmt mich|nehmen sie mich|nimm mich|löscht meine nummer|löschen sie meine nummer|lösch meine nummer|lösche meine nummer|streicht mich|streichen sie mich|entfernt mich|entfernen sie mich|löschen sie mich|löscht mich|melden sie mich|meldet mich|tragt mich|tragen sie mich",
      ),
      maybe("bitte"),
      maybe("aus|von|vom"),
      any("der|dem|ihrer|eurer|ihrem|eurem|diesem|dieser"),
      maybe("liste|verteiler|datenbank|kontakten|system|kontaktliste|mailingliste|newsletter|gruppe"),
      any("raus|runter|ab|aus|heraus|bitte|danke|sofort|jetzt"),
    ],
    [any(FRONT), one("lasst|lassen sie|lass"), one("mich|uns"), any("bitte|doch|endlich|einfach"), one("in ruhe|in frieden"), any(BACK)],
    [
      any(FRONT),
      one("ich widerrufe|widerruf|hiermit widerrufe ich"),
      any("meine|meiner|der|die"),
      maybe("einwilligung|zustimmung"),
      any(BACK),
    ],
    [any(FRONT), one("aufhören|hör auf|hört auf|hören sie auf"), any("bitte|damit|sofort|endlich|jetzt|danke")],
    [any(FRONT), one("nicht mehr|nie mehr|nie wieder"), one("schreiben|anschreiben|kontaktieren|melden"), any(BACK)],
  ],
  reasons:
    "falsche nummer|falsche person|falscher mensch|verwählt|kein interesse|nicht interessiert|kein bedarf|das bin ich nicht|bin ich nicht|spam|belästigung|kenne sie nicht|kenne euch nicht|wer sind sie|wer ist das|zu viele nachrichten|nie angemeldet|nicht angemeldet|nie bestellt|will das nicht|möchte das nicht|es reicht|reicht jetzt|nervt|irrtum",
};
