import { one, optional, type StopSentences, several } from "./sentence.ts";

const FRONT =
  "s'il vous plaît|s'il te plaît|svp|stp|bonjour|ok|stop|merci|merci de|merci d'|veuillez|je vous demande d'|je vous demande de|je vous prie de|je vous prie d'|pouvez-vous|pourriez-vous|vous pouvez|peux-tu|je veux que vous|prière de|prière d'";
const BACK =
  "s'il vous plaît|s'il te plaît|svp|stp|merci|merci beaucoup|maintenant|tout de suite|immédiatement|plus|plus jamais|jamais|sur ce numéro|à ce numéro|sur whatsapp|de votre part|stop";
const MESSAGES =
  "messages|message|sms|textos|whatsapps|spam|spams|pub|pubs|publicité|publicités|promotions|promos|offres|notifications|newsletters|annonces|sollicitations";
const ALL =
  "de|des|les|vos|tes|ces|ce|plus de|tous|toutes|toutes ces|tous ces|d'autres|autant de|vos|votre|la|aucun|aucune";

export const FRENCH_STOP: StopSentences = {
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
};
