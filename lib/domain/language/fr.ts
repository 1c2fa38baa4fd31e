import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "s'il vous plaît|s'il te plaît|svp|stp|bonjour|ok|stop|merci|merci de|merci d'|veuillez|je vous demande d'|je vous demande de|je vous prie de|je vous prie d'|pouvez-vous|pourriez-vous|vous pouvez|peux-tu|je veux que vous|prière de|prière d'";
const BACK =
  "s'il vous plaît|s'il te plaît|svp|stp|merci|merci beaucoup|maintenant|tout de suite|immédiatement|plus|plus jamais|jamais|sur ce numéro|à ce numéro|sur whatsapp|de votre part|stop";
const MESSAGES =
  "messages|message|sms|textos|whatsapps|spam|spams|pub|pubs|publicité|publicités|promotions|promos|offres|notifications|newsletters|annonces|sollicitations";
const ALL =
  "de|des|les|vos|tes|ces|ce|plus de|tous|toutes|toutes ces|tous ces|d'autres|autant de|vos|votre|la|aucun|aucune";

const REACH =
  "(?:vous|te|t') ?(?:(?:re)?contactera|(?:r)?appellera|écrira|répondra|recontactera|(?:r)?appelle|contacte|écrit|recontacte|répond)(?:ont)?|(?:va|vont) (?:vous|te|t') ?(?:(?:re)?contacter|(?:r)?appeler|écrire|répondre)|va prendre le relais|prend le relais|prendra (?:le relais|contact)|reviendra vers (?:vous|toi)|revient vers (?:vous|toi)";

export const FRENCH: LanguageData = {
  spokenAs: "fr-FR",
  countries:
    "BF BI BJ BL CD CF CG CI CM DJ FR GA GF GN GP HT KM MC MF MG ML MQ NC NE PF PM RE SN TD TG WF YT",
  texts: {
    fallback:
      "Toutes nos excuses, il m'est impossible de répondre pour le moment. Merci de réessayer un peu plus tard.",
    handoff: "Une personne de notre équipe prend le relais et vous répondra ici.",
    handoffClosed:
      "Notre équipe n'est pas disponible pour le moment. Elle sera de retour {opens} et vous répondra ici.",
    optedOut:
      "Vous ne recevrez plus de messages de cette discussion. Pour en recevoir à nouveau, écrivez REPRENDRE.",
    optedIn: "C'est noté : vous recevrez à nouveau des messages ici.",
    tooMany:
      "Cela fait beaucoup de messages en peu de temps. Merci de réessayer dans une heure, ou d'écrire HUMAIN pour parler à une personne.",
    resend:
      "Toutes nos excuses, votre dernier message n'a pas pu être lu ici. Merci de l'envoyer à nouveau ou de l'écrire en quelques mots.",
    choose: "Choisir",
    disclosure: "Vous discutez avec un assistant IA. Pour parler à une personne, écrivez HUMAIN.",
  },
  opening: {
    today: "aujourd'hui à {time}",
    tomorrow: "demain à {time}",
    later: "le {date} à {time}",
    unknown: "dès que possible",
  },
  keywords: {
    stop: phrases(`
      désabonner, se désabonner, me désabonner, désabonnez-moi, désabonne-moi, désabonnement,
      je veux me désabonner, se désinscrire, me désinscrire, désinscrire, désinscription, désinscrivez-moi,
      je veux me désinscrire, arrêter, arrêtez, arrête, arrêt, arrêter les messages, arrêtez les messages,
      arrêtez de m'écrire, arrêtez de m'envoyer des messages, arrêter les promotions, stop pub, stop sms,
      stop messages, ne m'écrivez plus, ne m'envoyez plus de messages, ne m'envoyez plus de message,
      ne me contactez plus, ne plus recevoir de messages, je ne veux plus de messages,
      je ne veux plus de message, je ne veux plus recevoir de messages,
      je veux ne plus recevoir de messages, je ne souhaite plus recevoir de messages
    `),
    start: phrases(`
      démarrer, reprendre, s'abonner, m'abonner, abonnez-moi, je m'abonne, se réabonner, me réabonner,
      réabonnez-moi, réactiver, s'inscrire, m'inscrire, recevoir les messages,
      recevoir à nouveau les messages, reprendre les messages, je veux recevoir des messages,
      je veux à nouveau recevoir des messages
    `),
    human: phrases(`
      humain, humaine, être humain, agent humain, conseiller, conseillère, conseiller humain, opérateur,
      opératrice, vraie personne, personne réelle, personne humaine, vrai humain, service client,
      service clients, service clientèle, service après-vente, représentant, représentante, téléconseiller,
      assistance humaine, support humain, pas un robot, je ne veux pas parler à un robot,
      je ne veux pas parler à un bot
    `),
    bot: phrases(`
      le bot, robot, le robot, assistant virtuel, l'assistant, l'assistant virtuel, retour au bot,
      revenir au bot, retour au robot, revenir au robot, retour à l'assistant, revenir à l'assistant
    `),
    talk: phrases(`
      parler à, parler avec, parler au, parler aux, discuter avec, échanger avec, contacter, joindre,
      passez-moi, être mis en relation avec, mettez-moi en relation avec, mettez-moi en contact avec
    `),
    someone: phrases(`
      quelqu'un, quelqu'un de réel, quelqu'un de votre équipe, une personne, un employé, un responsable,
      le responsable, votre équipe, l'équipe, le support, votre support, un vendeur, un interlocuteur
    `),
    before: phrases(`
      je veux, je voudrais, je souhaite, j'aimerais, je peux, puis-je, pouvez-vous, est-ce que je peux,
      il me faut, j'ai besoin d'un, j'ai besoin d'une, un, une, le, la, au, du, vrai
    `),
    after: phrases("maintenant"),
    please: phrases("s'il vous plaît, s'il te plaît, svp, stp, merci, merci beaucoup"),
    asksToStop: {
      sentences: [
        [
          several(FRONT),
          one(
            "d'arrêter de|d'arrêter|de cesser de|arrêtez de|arrête de|arrêter de|arrêtez|arrête|arrêter|cessez de|cesse de|cesser de|stop",
          ),
          one(
            "m'écrire|me contacter|m'envoyer|me harceler|me déranger|m'embêter|me spammer|me solliciter|m'importuner|de m'écrire|de m'envoyer|de me contacter|de me déranger",
          ),
          several(ALL),
          optional(`${MESSAGES}|ça|cela|des choses`),
          several(BACK),
        ],
        [
          several(FRONT),
          one("arrêtez|arrête|arrêter|cessez|stop|stopper|stoppez|stop à|stop aux|stop au"),
          optional("d'envoyer|l'envoi de|avec"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "ne m'écrivez|ne m'écris|n'écrivez|ne me contactez|ne me contacte|ne me dérangez|ne me dérange|ne me sollicitez|ne me harcelez|ne plus me contacter|ne plus m'écrire|ne plus me déranger|ne plus me solliciter|ne pas me contacter|ne pas m'écrire",
          ),
          several("plus|pas|plus jamais|jamais"),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "ne m'envoyez|ne m'envoie|n'envoyez|ne plus m'envoyer|ne plus envoyer|ne plus recevoir|ne pas m'envoyer",
          ),
          several("plus|pas|jamais"),
          several(ALL),
          one(`${MESSAGES}|rien`),
          several(BACK),
        ],
        [
          several(FRONT),
          one("plus de|plus aucun|plus aucune|assez de|marre de|ras le bol de"),
          several("ces|vos|tous ces"),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "je ne veux|je ne souhaite|je ne désire|je n'accepte|nous ne voulons|je ne voudrais|je veux ne|je souhaite ne|je veux plus recevoir|j'veux plus recevoir",
          ),
          several("plus|pas|plus jamais"),
          optional("recevoir|avoir|voir|de"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "je ne veux plus|je ne souhaite plus|je veux ne plus|je souhaite ne plus|je ne veux pas|je ne souhaite pas",
          ),
          one(
            "être contacté|être contactée|être dérangé|être dérangée|être sollicité|être sollicitée|que vous m'écriviez|que vous me contactiez",
          ),
          several(BACK),
        ],
        [
          several(`${FRONT}|je veux|je souhaite|je voudrais|j'aimerais`),
          one(
            "me désabonner|désabonnez-moi|désabonne-moi|se désabonner|me désinscrire|désinscrivez-moi|désinscris-moi|désabonnement|désinscription|désabonner",
          ),
          optional("de|à|du|des"),
          several("la|votre|vos|cette|ces|toutes|tous|liste de"),
          optional(`liste|listes|newsletter|diffusion|canal|service|groupe|${MESSAGES}`),
          several(BACK),
        ],
        [
          several(FRONT),
          one(
            "retirez-moi|retire-moi|enlevez-moi|enlève-moi|supprimez-moi|supprime-moi|retirez mon numéro|enlevez mon numéro|supprimez mon numéro|effacez mon numéro|me retirer|me supprimer|supprimer mon numéro|retirer mon numéro",
          ),
          optional("de|des"),
          several("votre|vos|la|cette|liste de"),
          optional("liste|listes|base|base de données|contacts|fichiers|fichier|répertoire|groupe|diffusion"),
          several(BACK),
        ],
        [several(FRONT), one("lâchez-moi"), several(BACK)],
        [
          several(FRONT),
          one("laissez-moi|laisse-moi|fichez-moi|foutez-moi|fous-moi"),
          one("en paix|tranquille|la paix"),
          several(BACK),
        ],
        [
          several(FRONT),
          one("stop|arrêt|arrête|arrêtez|stop ça|arrêtez ça|arrête ça"),
          several("svp|stp|merci|maintenant|tout de suite|immédiatement|s'il vous plaît"),
        ],
      ],
      reasons:
        "mauvais numéro|faux numéro|erreur de numéro|mauvaise personne|vous vous trompez|pas intéressé|pas intéressée|ça ne m'intéresse pas|plus intéressé|plus intéressée|ce n'est pas moi|spam|harcèlement|je ne vous connais pas|qui êtes-vous|trop de messages|jamais inscrit|jamais inscrite|jamais abonné|jamais demandé|je ne veux pas|j'en ai marre|ça suffit|erreur",
    },
  },
  agentWords: {
    choose:
      "choisi(?:r|s|ssez)|sélectionne[rz]?|préfér\\p{L}*|quel(?:le)?s?|lequel|laquelle|répondez (?:par|avec)|^(?:souhaitez-vous|voulez-vous)(?=[^?]*$)",
    want: "souhait\\p{L}*|voul\\p{L}*|voudr\\p{L}*|aimeri\\p{L}*|besoin|intéress\\p{L}*|aider|convien\\p{L}*",
    tell: "(?:m['’]|me |nous )(?:fournir|communiquer|envoyer|indiquer|préciser|donner|dire)|(?:informations|détails|documents) suivant\\p{L}*",
    or: "ou",
    articles: "un|une|le|la|l",
    instruct: "(?<!\\p{L})(?:répond|écri|envoy)",
    aboutMessages: "publicité|pub",
    aboutTalking: "parler|discuter|contacter",
  },
  personPromise: {
    person:
      "(?:(?:une?|l'un(?:e)?|notre|nos|mon|ma|le|la|les|un autre|une autre) (?:de (?:nos|mes|notre) )?(?:\\p{L}+ ){0,2}?(?:collègues?|conseill(?:er|ère|ers|ères)|agents?|personne|équipe|collaborat(?:eur|rice|eurs)|spécialistes?|experts?|responsable|service client|humains?|membre)|l'équipe|quelqu'un)(?: (?:de|d') ?(?:notre|l')? ?équipe)?",
    says: `§(?: [^.!?,]{0,30}?)? (?:${REACH})|nous (?:vous|te) (?:(?:re)?contacterons|(?:r)?appellerons|écrirons)|nous (?:reviendrons|reviendrions|revenons) vers (?:vous|toi)|nous allons (?:vous|te) (?:(?:re)?contacter|(?:r)?appeler)|on (?:vous|te) (?:rappelle|recontacte)|je (?:vous|te|t') ?(?:mets en (?:relation|contact)|passe|transfère|transmets|dirige)\\b[^.!?]{0,40}?(?:à|avec|vers)? ?§|je (?:transfère|transmets|préviens|informe|contacte|demande à|fais suivre)\\b[^.!?]{0,60}?§|j'ai (?:déjà |bien )?(?:transmis|transféré|prévenu|informé|averti|fait suivre)\\b[^.!?]{0,60}?§|a été (?:transmise?|transférée?) à §|(?:vous serez|tu seras) (?:\\p{L}+ )?(?:(?:re)?contactée?|(?:r)?appelée?|mise? en relation)`,
    not: "ne|n|aucun\\p{L}*|jamais",
    unless: "si|s'il|au cas où",
    unlessBefore:
      "quand|lorsque|une fois|après|dès que|avant|souhaitez-vous|voulez-vous|puis-je|peut|pouvez|pourrait|(?:laissez|indiquez|envoyez|écrivez|donnez|communiquez|remplissez|laisse|envoie|donne)(?=[^.!?]* et )",
  },
};
