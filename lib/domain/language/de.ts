import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "bitte|hallo|hi|ok|okay|stop|stopp|nein|danke|können sie|könnt ihr|kannst du|könnten sie|ich will dass sie|ich möchte dass sie|ich möchte dass ihr|ich will dass ihr|ich bitte sie|ich bitte euch";
const BACK =
  "bitte|danke|vielen dank|jetzt|sofort|mehr|nicht mehr|nie wieder|nie mehr|ab sofort|endlich|per whatsapp|über whatsapp|auf whatsapp|an diese nummer|unter dieser nummer|von ihnen|von euch|auf|zu|stop|stopp";
const MESSAGES =
  "nachrichten|nachricht|sms|whatsapps|whatsapp nachrichten|spam|werbung|werbenachrichten|angebote|benachrichtigungen|newsletter|mitteilungen|werbe sms";
const ALL = "mehr|weiteren|weitere|diese|diesen|die|den|eure|ihre|solche|alle|so viele|ständig|dauernd";

const YOU = "(?:Sie|Ihnen|dich|dir|euch|sich)";
const REACH =
  "(?:anrufen|zurückrufen|kontaktieren|melden|schreiben|antworten|zukommen|übernehmen|verbinden|in Verbindung setzen|ansprechen)";

export const GERMAN: LanguageData = {
  spokenAs: "de-DE",
  countries: "AT CH DE LI",
  texts: {
    fallback:
      "Entschuldigung, ich kann gerade nicht antworten. Bitte versuchen Sie es etwas später noch einmal.",
    handoff: "Eine Person aus unserem Team übernimmt und antwortet Ihnen hier.",
    handoffClosed:
      "Unser Team ist gerade nicht da. Es ist {opens} wieder für Sie da und antwortet Ihnen hier.",
    optedOut:
      "Sie erhalten keine weiteren Nachrichten aus diesem Chat. Wenn Sie wieder welche möchten, schreiben Sie START.",
    optedIn: "In Ordnung: Sie erhalten hier wieder Nachrichten.",
    tooMany:
      "Das waren viele Nachrichten in kurzer Zeit. Bitte versuchen Sie es in einer Stunde noch einmal oder schreiben Sie MENSCH, um eine Person zu erreichen.",
    resend:
      "Entschuldigung, Ihre letzte Nachricht ließ sich hier nicht lesen. Bitte senden Sie sie noch einmal oder schreiben Sie in Worten, worum es geht.",
    choose: "Auswählen",
    disclosure: "Sie chatten mit einem KI-Assistenten. Um eine Person zu erreichen, schreiben Sie MENSCH.",
  },
  opening: {
    today: "heute um {time} Uhr",
    tomorrow: "morgen um {time} Uhr",
    later: "am {date} um {time} Uhr",
    unknown: "so bald wie möglich",
  },
  keywords: {
    stop: phrases(`
      stopp, stoppen, abmelden, abmeldung, mich abmelden, abbestellen, abbestellung, austragen,
      mich austragen, newsletter abbestellen, newsletter abmelden, nachrichten abbestellen,
      nachrichten stoppen, keine nachrichten, keine nachrichten mehr, keine weiteren nachrichten,
      ich will keine nachrichten, ich will keine nachrichten mehr, ich möchte keine nachrichten mehr,
      ich möchte keine nachrichten mehr erhalten, ich möchte keine nachrichten mehr bekommen,
      ich will keine nachrichten mehr bekommen, keine werbung, werbung beenden, promotions stoppen,
      nicht mehr senden, stop alles, keine werbung mehr, nicht mehr schreiben, schreibt mir nicht mehr,
      schreiben sie mir nicht mehr, schreib mir nicht mehr, hört auf mir zu schreiben,
      kontaktieren sie mich nicht mehr, ich möchte mich abmelden, werbung stoppen
    `),
    start: phrases(`
      starten, anmelden, wieder anmelden, abonnieren, wieder abonnieren, fortsetzen, reaktivieren,
      nachrichten wieder erhalten, nachrichten erhalten, wieder nachrichten, wieder nachrichten erhalten,
      ich möchte wieder nachrichten, ich möchte wieder nachrichten erhalten
    `),
    human: phrases(`
      mit dem team sprechen, mit ihrem team sprechen, mit dem support sprechen, kein bot, kein roboter,
      menschlicher kontakt, mensch, menschen, echter mensch, echten menschen, mitarbeiter, mitarbeiterin,
      mitarbeitern, echter mitarbeiter, kundenservice, kundendienst, kundenbetreuung, kundenberater,
      kundenberaterin, kundenbetreuer, kundensupport, berater, beraterin, sachbearbeiter, sachbearbeiterin,
      servicemitarbeiter, support mitarbeiter, echte person, menschlicher mitarbeiter,
      mit jemandem sprechen, mit jemandem reden, mit einer person sprechen, mit einer person reden,
      ich will nicht mit einem bot reden, ich möchte nicht mit einem bot sprechen
    `),
    bot: phrases(`
      der bot, assistent, virtueller assistent, zurück zum bot, zurück zum assistenten, zurück zum chatbot,
      zum bot, wieder der bot
    `),
    talk: phrases(`
      mit, verbinden mit, sprechen mit, reden mit, chatten mit, verbinden sie mich mit, verbinde mich mit,
      kontakt zu, weiter zu
    `),
    someone: [],
    before: phrases(`
      ich möchte, ich will, ich würde gerne, ich würde gern, ich brauche, kann ich, könnte ich, darf ich,
      bitte um, geben sie mir, ein, eine, einen, einem, einer, der, die, den, dem, euren, ihrem, ihren,
      gerne, echten, echter
    `),
    after: phrases(`
      sprechen, reden, chatten, schreiben, verbinden, verbunden werden, verbinde mich, verbinden sie mich,
      jetzt
    `),
    please: phrases("bitte, danke, vielen dank, danke schön"),
    asksToStop: {
      sentences: [
        [
          several(FRONT),
          one("hört|hören sie|hör|hören"),
          optional("bitte|endlich|sofort|bitte endlich"),
          one("auf"),
          optional("damit"),
          optional("mir|mich|uns"),
          optional(
            "zu schreiben|zu kontaktieren|zu belästigen|zu nerven|zu spammen|zu texten|nachrichten zu schicken|nachrichten zu senden|ständig zu schreiben|werbung zu schicken|werbung zu senden",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "schreibt|schreiben sie|schreib|kontaktiert|kontaktieren sie|kontaktier|kontaktiere|belästigt|belästigen sie|textet|nervt",
          ),
          one("mir|mich|uns"),
          one(
            "nicht|bitte nicht|nie|nie wieder|nie mehr|bitte nie|bitte nicht mehr|bitte nie wieder|nicht mehr",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one("schickt|schicken sie|schick|sendet|senden sie|sende|schreibt|schreiben sie"),
          optional("mir|uns|an mich"),
          optional("bitte"),
          one("keine|nie wieder|nie mehr|nicht mehr so viele|nicht mehr"),
          several(ALL),
          one(`${MESSAGES}|sachen`),
          several(BACK),
        ],
        [
          several(FRONT),
          one("keine|genug|schluss mit|schluss mit der|stopp|stop|stoppt|stoppen sie|beendet"),
          several(ALL),
          one(MESSAGES),
          several(
            "mehr|bitte|danke|senden|schicken|schreiben|von ihnen|von euch|jetzt|sofort|an mich|an diese nummer",
          ),
        ],
        [
          several(FRONT),
          one("ich will|ich möchte|ich wünsche|wir wollen|wir möchten|ich brauche|ich mag"),
          optional("bitte|wirklich|ab sofort|künftig"),
          one("keine|keinerlei"),
          several(ALL),
          one(MESSAGES),
          several(`${BACK}|erhalten|bekommen|empfangen|haben|lesen|sehen`),
        ],
        [
          several(FRONT),
          one("ich will|ich möchte"),
          optional("bitte"),
          one("nicht mehr|nicht|nie wieder|nie mehr"),
          optional("mehr|von ihnen|von euch|weiter"),
          one("kontaktiert werden|angeschrieben werden|belästigt werden|angeschrieben|kontaktiert"),
          several(BACK),
        ],
        [
          several(`${FRONT}|ich möchte|ich will|ich würde`),
          optional("mich|uns|meine nummer|gerne|gern|mich gerne|mich bitte"),
          optional(
            "vom|von|von der|von dem|aus dem|aus der|von den|von diesem|von allen|den|die|diese|diesen|ihren|euren|alle",
          ),
          optional(
            `liste|verteiler|whatsapp|kanal|gruppe|service|ihrem newsletter|eurem newsletter|ihrer liste|eurer liste|${MESSAGES}`,
          ),
          one(
            "abmelden|abbestellen|austragen|abmeldung|melden sie mich ab|meldet mich ab|melde mich ab|tragt mich aus|tragen sie mich aus|trag mich aus",
          ),
          optional("vom|von|von der|aus dem|von diesem|aus der"),
          optional(`liste|verteiler|whatsapp|kanal|gruppe|service|${MESSAGES}`),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "nehmt mich|nehmen sie mich|nimm mich|löscht meine nummer|löschen sie meine nummer|lösch meine nummer|lösche meine nummer|streicht mich|streichen sie mich|entfernt mich|entfernen sie mich|löschen sie mich|löscht mich|melden sie mich|meldet mich|tragt mich|tragen sie mich",
          ),
          optional("bitte"),
          optional("aus|von|vom"),
          several("der|dem|ihrer|eurer|ihrem|eurem|diesem|dieser"),
          optional("liste|verteiler|datenbank|kontakten|system|kontaktliste|mailingliste|newsletter|gruppe"),
          several("raus|runter|ab|aus|heraus|bitte|danke|sofort|jetzt"),
        ],
        [
          several(FRONT),
          one("lasst|lassen sie|lass"),
          one("mich|uns"),
          several("bitte|doch|endlich|einfach"),
          one("in ruhe|in frieden"),
          several(BACK),
        ],
        [
          several(FRONT),
          one("ich widerrufe|widerruf|hiermit widerrufe ich"),
          several("meine|meiner|der|die"),
          optional("einwilligung|zustimmung"),
          several(BACK),
        ],
        [
          several(FRONT),
          one("aufhören|hör auf|hört auf|hören sie auf"),
          several("bitte|damit|sofort|endlich|jetzt|danke"),
        ],
        [
          several(FRONT),
          one("nicht mehr|nie mehr|nie wieder"),
          one("schreiben|anschreiben|kontaktieren|melden"),
          several(BACK),
        ],
      ],
      reasons:
        "falsche nummer|falsche person|falscher mensch|verwählt|kein interesse|nicht interessiert|kein bedarf|das bin ich nicht|bin ich nicht|spam|belästigung|kenne sie nicht|kenne euch nicht|wer sind sie|wer ist das|zu viele nachrichten|nie angemeldet|nicht angemeldet|nie bestellt|will das nicht|möchte das nicht|es reicht|reicht jetzt|nervt|irrtum",
    },
  },
  agentWords: {
    choose:
      "wähl(?:e|en|t)?|auswählen|entscheide\\p{L}*|bevorzug\\p{L}*|antworten Sie mit|(?:^|[.!?] |mir |uns |bitte, )(?:welche[rsnm]?|was möchte\\p{L}*)|^(?:möchten Sie|möchtest du)(?=[^?]*$)",
    want: "möchte\\p{L}*|wollen|willst|brauchen Sie|brauchst|interessier\\p{L}*|passt|helfen",
    tell: "nennen|mitteilen|(?:senden|schicken|geben|sagen) Sie (?:mir|uns)|(?:mir|uns)[^?]*(?:senden|schicken|geben|sagen)|folgende\\p{L}* (?:Angaben|Daten|Informationen|Unterlagen)",
    or: "oder|bzw",
    articles: "der|die|das|ein|eine|einen|einem",
    instruct: "(?<!\\p{L})(?:schreib|antwort)",
    aboutMessages: "nachricht|nachrichten|benachrichtigungen|werbung",
    aboutTalking: "sprechen|reden|verbinden",
  },
  personPromise: {
    person:
      "(?:(?:(?:ein|unser|mein|d)(?:e[nmrs]?|er|as|ie)?|(?:eine[rmns]?|jemand(?:en|em)?) (?:unserer|meiner|aus|von|vom)(?: unserem| dem)?) (?:\\p{L}+ ){0,2}?(?:Kolleg(?:en?|in|innen)|Mitarbeiter[sn]?(?:in|innen)?|(?:\\p{L}+-?)?Team|Kundenservice|Kundendienst|Kundensupport|Support|Berater(?:in)?|Person|Menschen?|Ansprechpartner(?:in)?|Experten?|Expertin|Fachleute)|jemand(?:en|em)?)",
    says: `§(?: aus (?:unserem|dem) \\p{L}+)?(?: \\p{L}+)? (?:(?:wird|werden) [^.!?]{0,60}?${REACH}|(?:meldet|melden) sich|(?:ruft|rufen|kontaktiert|kontaktieren|schreibt|antwortet) ${YOU}|übernimmt)|(?:wird|werden) (?:${YOU} )?(?:\\p{L}+ ){0,3}?§(?: [^.!?]{0,60}?)? ${REACH}|(?:meldet sich|(?:ruft|kontaktiert|schreibt|antwortet) ${YOU}) (?:\\p{L}+ ){0,3}?§|wir (?:melden uns|rufen (?:Sie|dich)|kontaktieren (?:Sie|dich)|kommen auf (?:Sie|dich) zu|setzen uns [^.!?]{0,40}?in Verbindung|werden (?:uns|Sie|dich) [^.!?]{0,40}?${REACH})|(?:melden|rufen) wir (?:uns|Sie|dich)|ich (?:verbinde|leite|gebe|übergebe|reiche) [^.!?]{0,60}?(?:an|mit) §|ich (?:informiere|benachrichtige|frage|verständige) §|ich sage § Bescheid|ich habe [^.!?]{0,60}?§ (?:\\p{L}+ )?(?:weitergeleitet|weitergegeben|informiert|benachrichtigt|verständigt|übergeben)|wurde [^.!?]{0,20}?an § (?:weitergeleitet|weitergegeben|übergeben)|(?:Sie|du) (?:werden|wirst) (?:\\p{L}+ ){0,3}?(?:kontaktiert|angerufen|zurückgerufen|verbunden)|(?:Sie hören|du hörst) (?:\\p{L}+ ){0,3}?von uns`,
    not: "nicht|nie|niemals|kein\\p{L}*",
    unless: "wenn|falls|sofern|sobald",
    unlessBefore:
      "nachdem|bevor|soll ich|möchten Sie|möchtest du|(?:nennen|teilen|geben|schreiben|senden|schicken|hinterlassen|füllen) Sie|(?:nenn|teil|gib|schreib|send|schick|hinterlass|füll)e?(?=[^.!?]* (?:und|dann) )",
  },
};
