import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatAnswer } from "../../../../lib/domain/markup/format.ts";
import { findOptions } from "../../../../lib/domain/markup/parts/options.ts";

const listed = (...items: string[]) => `Which one?\n${items.map((item) => `- ${item}`).join("\n")}`;
const numbered = (count: number) =>
  listed(...Array.from({ length: count }, (_, index) => `Choice ${index + 1}`));

const CHOICES = [
  "Which colour? | Red | Blue",
  "Please choose: | Morning | Evening",
  "What would you like to do? | Track order | Return",
  "Would you like more information? | Yes | No",
  "How can I help you? | Orders | Returns",
  "When would you like to come? | Mon 9–11 | Tue 14–16",
  "Which plan? | Basic: $10 | Pro: $20",
  "How old are you? | 18-25 | 26-35",
  "Let me know which one: | A | B",
  "Choose a slot: | Mon 9–11 | Tue 9–11",
  "Welche Farbe möchten Sie? | Rot | Blau",
  "Bitte wählen Sie: | Rot | Blau",
  "Wie kann ich helfen? | Bestellung | Rücksendung",
  "Wann passt es Ihnen? | Mo 9–11 | Di 14–16",
  "Möchten Sie: | Umtausch | Erstattung",
  "¿Qué prefieres? | A | B",
  "Elige una opción: | A | B",
  "¿En qué puedo ayudarte? | Pedidos | Cambios",
  "¿Quieres hablar con un agente? | Sí | No",
  "Que souhaitez-vous faire ? | Suivre | Retourner",
  "Choisissez : | A | B",
  "Quelle taille ? | S | M",
  "Comment souhaitez-vous l'envoyer ? | Poste | Relais",
  "Qual tamanho? | P | M",
  "Escolha uma opção: | A | B",
  "Posso ajudar com algo mais? | Sim | Não",
  "Mau yang mana? | Merah | Biru",
  "Silakan pilih: | Merah | Biru",
  "Apakah Anda mau lanjut? | Ya | Tidak",
  "أي لون تفضل؟ | أحمر | أزرق",
  "اختر واحداً: | أحمر | أزرق",
  "كيف يمكنني مساعدتك؟ | الطلبات | الإرجاع",
  "आप कौन सा रंग चाहते हैं? | लाल | नीला",
  "कृपया चुनें: | लाल | नीला",
  "क्या मैं मदद कर सकता हूँ? | हाँ | नहीं",
  "请选择： | 红 | 蓝",
  "Scegli: | A | B",
  "Did you mean one of these? | Lamp | Chair",
  "Is that right? | Yes | No",
  "Which one? Options: | Red | Blue",
  "Should I cancel it? | Yes, cancel | No",
];

/** Hours, contacts, steps, means of payment, what was chosen, what the customer should send. */
const NO_CHOICES = [
  "You can reach us here: | +49 30 1234567 | hallo@lumen.example",
  "We are open: | Mon–Fri 9–18 | Sat 10–14 | Sun closed",
  "When are you open? | Mon–Fri 9–18 | Sat 10–14",
  "How can you reach us? | +49 30 1234567 | Mail: a@x.example",
  "Payment options: | Visa | PayPal",
  "Our sizes: | S | M | L",
  "You need: | Passport | Photo",
  "Please send us: | Order number | Photo",
  "Could you provide the following? | Order number | Name",
  "Could you tell me your details? | Name | City",
  "Is this information correct? | Name: Ana | City: Rome",
  "Please answer: | What size? | Which colour?",
  "Could you tell me? | What is your size? | What is your city?",
  "You have chosen: | Red | Large",
  "We have these, which are: | S | M",
  "Here is what you need: | A | B",
  "If you want to visit us: | Street 1 | City",
  "Fill in this form: | Name: | City:",
  "To return it: | Pack it | Send it",
  "Included: | Cable | Manual",
  "Do you want to visit us? Our hours: | Mon 9–18 | Tue 9–18",
  "Unsere Öffnungszeiten: | Mo–Fr 9–18 | Sa 10–14",
  "Sie haben gewählt: | Rot | Groß",
  "Unsere Auswahl: | Rot | Blau",
  "So erreichen Sie uns: | 030 1234567 | a@x.example",
  "Können Sie uns folgende Angaben senden? | Name | Ort",
  "Zahlungsarten: | Visa | PayPal",
  "Folgende Modelle, welche passen: | A | B",
  "Horario: | Lun–Vie 9–18 | Sáb 10–14",
  "Ha elegido: | Rojo | Grande",
  "Métodos de pago: | Visa | PayPal",
  "¿Podría enviarnos? | Nombre | Pedido",
  "Si quiere llamarnos: | 91 123 45 67 | 91 123 45 68",
  "Nos horaires : | Lun–ven 9 h – 18 h | Sam 10 h – 16 h",
  "Vous avez choisi : | Rouge | Grand",
  "Pouvez-vous nous indiquer ? | Nom | Ville",
  "Moyens de paiement : | Visa | PayPal",
  "Horário: | Seg–Sex 9–18 | Sáb 10–14",
  "Você pode me informar? | Nome | Cidade",
  "Formas de pagamento: | Pix | Boleto",
  "Jam buka: | Sen–Jum 9–18 | Sab 10–14",
  "Berikut pilihan kami: | Merah | Biru",
  "Bisa berikan? | Nama | Kota",
  "ساعات العمل: | الأحد 9–18 | الجمعة مغلق",
  "طرق الدفع: | فيزا | باي بال",
  "हमारा समय: | सोम–शुक्र 9–18 | रवि बंद",
  "भुगतान: | UPI | कार्ड",
  "क्या आप हमें भेज सकते हैं? | नाम | शहर",
];

describe("options at the end of a reply", () => {
  it.each<[string, string, string[]]>([
    ["below a question", "Hi!\n\nWhich colour?\n- Red\n- Blue", ["Red", "Blue"]],
    ["below a colon, after a blank line", "Please choose:\n\n1. Morning\n2. Evening", ["Morning", "Evening"]],
    ["with other marks of lists", "Ok?\n• Yes\n* No", ["Yes", "No"]],
    ["numbered with a parenthesis", "Ok?\n1) Yes\n2) No", ["Yes", "No"]],
    ["in markup", "*Which one?*\n- *Red*\n- _Blue_ ~old~\n- `X-1`", ["Red", "Blue old", "X-1"]],
    ["with guards against markup", "Ok?\n- 2\u2060*3\n- 4", ["2*3", "4"]],
    ["below a question with a smile", "Which one? 😊\n- Red\n- Blue", ["Red", "Blue"]],
    ["below a heart with its variation selector", "Which one? ❤️\n- Red\n- Blue", ["Red", "Blue"]],
    ["in Chinese and in Arabic", "选哪个？\n- 红\n- 蓝", ["红", "蓝"]],
    ["of 24 characters", listed("x".repeat(24), "y"), ["x".repeat(24), "y"]],
    ["ten of them", numbered(10), Array.from({ length: 10 }, (_, index) => `Choice ${index + 1}`)],
  ])("are found: %s", (_, text, options) => expect(findOptions(text)).toEqual(options));

  it.each([
    ["there is no list", "Which colour?"],
    ["there is nothing", ""],
    ["only one", listed("Red")],
    ["eleven", numbered(11)],
    ["thousands", numbered(5_000)],
    ["one is longer than 24 characters", listed("x".repeat(25), "y")],
    ["two are the same but for case", listed("Red", "red")],
    ["one has an address", listed("www.example.com", "Blue")],
    ["one is only a mark", "Which?\n- \n- Red"],
    ["nothing is asked", "We have these.\n- Red\n- Blue"],
    ["nothing stands before the list", "- Red\n- Blue"],
    ["something follows the list", `${listed("Red", "Blue")}\n\nTell me!`],
    ["the list is a listing in a monospace block", "Which?\n```\n- Red\n- Blue```"],
    ["the list is nested", "Which?\n- Warm:\n  - Red\n  - Blue"],
  ])("are not there when %s", (_, text) => expect(findOptions(text)).toBeUndefined());

  it.each(CHOICES)("are offered by %j", (line) => {
    const [, ...options] = line.split(" | ");
    expect(findOptions(formatAnswer(line.replaceAll(" | ", "\n- "), "markdown"))).toEqual(options);
  });

  it.each(NO_CHOICES)("are not offered by %j", (line) => {
    expect(findOptions(formatAnswer(line.replaceAll(" | ", "\n- "), "markdown"))).toBeUndefined();
  });

  it("keep numbers that belong to the label", () => {
    expect(findOptions("Which day?\n\n24. Dezember\n26. Dezember")).toEqual(["24. Dezember", "26. Dezember"]);
    expect(findOptions("Which room?\n\n101. Garden view\n204. Sea view")).toEqual([
      "101. Garden view",
      "204. Sea view",
    ]);
    expect(findOptions("Which day?\n\n1. May\n2. June")).toEqual(["May", "June"]);
  });

  it("are found in an agent's Markdown once it is formatted", () => {
    expect(
      findOptions(formatAnswer("### Which **size** do you need?\n\n* **Small**\n* Medium\n* Large", "auto")),
    ).toEqual(["Small", "Medium", "Large"]);
  });

  it("stay within the limits of a list message of Meta, for any text", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("Which?", "- Red", "- *B*", "1. x", "", "```", "- 😀😀", "* `a` *b*"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const options = findOptions(lines.join("\n"));
        if (!options) return;
        expect(options.length).toBeGreaterThan(1);
        expect(options.length).toBeLessThan(11);
        for (const option of options) expect(option.trim().length > 0 && option.length <= 24).toBe(true);
        expect(new Set(options).size).toBe(options.length);
      }),
    );
  });
});
