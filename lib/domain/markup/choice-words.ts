/**
 * CHOOSE asks to choose, WANT names what somebody wants, TELL asks for data. In more languages than ours:
 * agents answer in the customer's. Parts of sentences match any sentence.
 */
const CHOOSE = [
  "choose|select one|please select|pick|prefer|(?:reply|answer) with|(?:^|[.!?,] |tell (?:me|us) |know |decide )(?:which|what would you|what do you want)",
  "^(?:would you like|do you want|shall (?:I|we)|möchten Sie|möchtest du|souhaitez-vous|voulez-vous|deseja|vuoi|vuole)(?=[^?]*$)",
  "wähl(?:e|en|t)?|auswählen|entscheide\\p{L}*|bevorzug\\p{L}*|antworten Sie mit|(?:^|[.!?] |mir |uns |bitte, )(?:welche[rsnm]?|was möchte\\p{L}*)",
  "elij[ae]\\p{L}*|elige|elegir|escog(?:e|er|ed)|escoj[ae]|seleccion(?:e|a|ar)|prefier\\p{L}*|cuál(?:es)?|respond[ae] con",
  "choisi(?:r|s|ssez)|sélectionne[rz]?|préfér\\p{L}*|quel(?:le)?s?|lequel|laquelle|répondez (?:par|avec)",
  "escolh(?:a|er|e)|selecione|selecionar|prefer(?:e|es|ir)|prefira|qual|quais|responda com",
  "pilih(?:lah)?|memilih|mana|lebih suka|balas dengan",
  "اختر|اختار|اختاري|اختاروا|حدد|حدّد|أي|أيهما|أيها|تفضل|تفضّل|تفضلين",
  "चुनें|चुनिए|चुनना|चुनेंगे|चुन|कौन|कौनसा|किस|किसे|पसंद",
  "scegli(?:ere)?|scelga|seleziona(?:re)?|qual[ei]|preferisc\\p{L}*|kies|kiezen|welke|seç\\p{L}*|hangi\\p{L}*|выбер\\p{L}*|какой|какая|какую|какие|wybierz|któr\\p{L}*",
];
const WANT = [
  "would you|do you (?:want|need)|you interested|looking for|suits|works for you|help you|(?:can|may) I help",
  "möchte\\p{L}*|wollen|willst|brauchen Sie|brauchst|interessier\\p{L}*|passt|helfen",
  "quier\\p{L}*|dese\\p{L}*|gustar\\p{L}*|necesitas?|interes\\p{L}*|ayudar\\p{L}*|viene bien",
  "souhait\\p{L}*|voul\\p{L}*|voudr\\p{L}*|aimeri\\p{L}*|besoin|intéress\\p{L}*|aider|convien\\p{L}*",
  "quer|gostari\\p{L}*|desej\\p{L}*|precisa|interess\\p{L}*|ajudar",
  "ingin|mau|butuh|perlu|tertarik|bantu",
  "تريد\\p{L}*|ترغب\\p{L}*|تحتاج\\p{L}*|مساعدتك|يناسبك",
  "चाह\\p{L}*|ज़रूरत|मदद|सुविधाजनक",
];
const TELL = [
  "provide|(?:send|give|tell|share with) (?:me|us)|(?:following|these) (?:details|data|information|documents)",
  "nennen|mitteilen|(?:senden|schicken|geben|sagen) Sie (?:mir|uns)|(?:mir|uns)[^?]*(?:senden|schicken|geben|sagen)|folgende\\p{L}* (?:Angaben|Daten|Informationen|Unterlagen)",
  "(?:proporcionar|facilitar|enviar|indicar|dar|decir)(?:me|nos)|siguientes (?:datos|detalles|documentos)",
  "(?:m['’]|me |nous )(?:fournir|communiquer|envoyer|indiquer|préciser|donner|dire)|(?:informations|détails|documents) suivant\\p{L}*",
  "(?:me|nos) (?:fornecer|informar|enviar|indicar|dizer|passar)|(?:fornecer|informar|enviar)-(?:me|nos)|seguintes (?:dados|informações|documentos)",
  "berikan|kirimkan|beri tahu|sebutkan|(?:data|informasi|dokumen) berikut",
  "تزويدنا|تزويدي|إرسال|إعطاؤنا|ذكر|(?:البيانات|المعلومات) التالية",
  "(?:मुझे|हमें)[^?]*(?:भेज|बता|दे)|निम्नलिखित",
];

const phrasePattern = (lists: readonly string[]) =>
  new RegExp(`(?<![\\p{L}\\p{M}])(?:${lists.join("|")})(?![\\p{L}\\p{M}])|选|選|哪|どれ|どちら`, "iu");

const [CHOOSES, WANTS, TELLS] = [phrasePattern(CHOOSE), phrasePattern(WANT), phrasePattern(TELL)];

export const asksToChoose = (line: string) => CHOOSES.test(line);
export const asksForPreference = (line: string) => WANTS.test(line);
/** The list below such a line names data and offers no choice. */
export const asksForData = (line: string) => TELLS.test(line);
