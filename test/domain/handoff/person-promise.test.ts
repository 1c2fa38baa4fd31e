import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { personPromise } from "../../../lib/domain/handoff/person-promise.ts";
import { everyLanguage } from "../../../lib/domain/language/languages.ts";

const PROMISES = [
  "A colleague will call you tomorrow.",
  "One of our team members will get back to you within 24 hours.",
  "I'm letting a colleague know.",
  "I’ve forwarded your request to our support team.",
  "Someone from our sales team will contact you shortly.",
  "I'll connect you with a human agent now.",
  "A colleague writes to you within one working day.",
  "We'll get back to you by Friday.",
  "We will call you back today.",
  "Your case has been escalated to a specialist.",
  "You will be contacted by our team.",
  "You'll hear from us tomorrow.",
  "Don't worry, someone from our support team will get in touch with you very soon!",
  "Thanks, I’ve let my colleague know, and she will reply to you.",
  "I will pass this on to the responsible team.",
  "I'm connecting you to a live agent: please wait.",
  "Our staff will phone you between 9 and 12.",
  "Unfortunately I can't see that, but one of our experts will reach out to you.",
  "Ein Kollege meldet sich morgen bei Ihnen.",
  "Eine Kollegin wird Sie heute noch anrufen.",
  "Unser Team wird sich in Kürze bei Ihnen melden.",
  "In Kürze meldet sich ein Mitarbeiter bei Ihnen.",
  "Ich habe Ihre Anfrage an unser Team weitergeleitet.",
  "Ich verbinde Sie mit einem Mitarbeiter.",
  "Wir melden uns morgen bei Ihnen.",
  "Jemand aus unserem Team ruft Sie zurück.",
  "Ich sage einer Kollegin Bescheid.",
  "Mein Kollege aus dem Verkauf meldet sich heute noch bei dir.",
  "Unser Kundenservice kontaktiert Sie per E-Mail.",
  "Wir rufen Sie morgen zurück.",
  "Es wird sich jemand bei Ihnen melden.",
  "Un compañero se pondrá en contacto con usted.",
  "Nuestro equipo te llamará mañana.",
  "Te paso con un agente.",
  "He avisado a nuestro equipo.",
  "Nos pondremos en contacto contigo hoy.",
  "Alguien del equipo le responderá aquí.",
  "Um colega vai te ligar amanhã.",
  "Nossa equipe entrará em contato em breve.",
  "Vou transferir você para um atendente.",
  "Já avisei a nossa equipe.",
  "Entraremos em contato hoje.",
  "Un collègue vous appellera demain.",
  "Notre équipe vous recontactera rapidement.",
  "Je vous mets en relation avec un conseiller.",
  "J’ai transmis votre demande à notre équipe.",
  "Nous vous rappellerons cet après-midi.",
  "Quelqu’un va vous répondre ici.",
  "سيتواصل معك أحد زملائنا غدًا.",
  "سيتصل بك فريقنا قريبًا.",
  "سنتواصل معك اليوم.",
  "سأحولك إلى موظف.",
  "हमारी टीम आपसे जल्द संपर्क करेगी।",
  "हमारा एक सहकर्मी आपको कल कॉल करेगा।",
  "मैंने हमारी टीम को बता दिया है।",
  "Rekan kami akan menghubungi Anda besok.",
  "Tim kami akan segera menelepon Anda.",
  "Saya akan menghubungkan Anda dengan staf kami.",
  "Anda akan dihubungi hari ini.",
];

const NONE = [
  "Would you like a colleague to call you?",
  "Shall I connect you with a human agent?",
  "I can pass you to a colleague.",
  "If you leave your number, a colleague will call you.",
  "Once you have filled in the form, our team will contact you.",
  "Leave your e-mail address and a colleague will write to you.",
  "No colleague will call you about this.",
  "Our team is here from 9 to 18.",
  "You can reach our team at +1 555 0100.",
  "Our virtual assistant will answer you at any time.",
  "We will send you an e-mail with the tracking number.",
  "We ship to Canada. The courier will call before delivery.",
  "The agent will not call you.",
  "Our staff speak English and German.",
  "Write HUMAN to reach a person.",
  "The lamp will be in touch with the wall.",
  "We'll contact you when your parcel is ready.",
  "You will be contacted by the courier before delivery.",
  "Our delivery team will call you an hour before.",
  "I've sent you a link to our team page.",
  "Our customer service team answers within 24 hours by e-mail.",
  "Our team will help you to choose a lamp in the shop.",
  "I have told you about our team.",
  "You can contact a colleague in our shop.",
  "A customer will call you names.",
  "Please contact our customer service.",
  "We'll send the parcel to a colleague of yours.",
  "Ihr Kollege kann die Lampe abholen.",
  "Melden Sie sich gern bei unserem Team.",
  "Eine Person kann die Lampe allein montieren.",
  "El cliente le llamará Aurora a la lámpara azul.",
  "L'équipe du magasin parle anglais.",
  "Une personne peut monter la lampe seule.",
  "Our agents will never call you about passwords.",
  "Ein Kollege wird sich dazu nicht melden.",
  "Unser Team ruft Sie nie an.",
  "Wir melden uns, sobald die Ware da ist.",
  "Nuestro equipo no le llamará.",
  "Nuestro equipo le atenderá en la tienda.",
  "Nossa equipe não vai te ligar.",
  "Notre équipe ne vous appellera pas.",
  "Aucun collègue ne vous appellera.",
  "فريقنا لن يتصل بك.",
  "हमारी टीम आपसे संपर्क नहीं करेगी।",
  "Tim kami tidak akan menghubungi Anda.",
  "Möchten Sie, dass ein Kollege Sie anruft?",
  "Wenn Sie mir Ihre Nummer geben, ruft Sie ein Kollege an.",
  "Sobald das Formular da ist, meldet sich unser Team.",
  "Unser Team ist von 9 bis 18 Uhr da.",
  "Ich kann Sie mit einem Mitarbeiter verbinden.",
  "Der Kundenservice antwortet montags bis freitags.",
  "Schreiben Sie MENSCH, um eine Person zu erreichen.",
  "Die Lampe wird an die Wand montiert.",
  "¿Quieres que un compañero te llame?",
  "Si nos deja su número, un compañero le llamará.",
  "Puedo pasarle con un agente.",
  "Nuestro equipo está disponible de 9 a 18.",
  "El envío te llegará mañana.",
  "Quer que um colega ligue para você?",
  "Se deixar o seu número, um colega vai te ligar.",
  "Posso transferir você para um atendente.",
  "Nossa equipe atende das 9 às 18.",
  "Souhaitez-vous qu’un collègue vous appelle ?",
  "Si vous laissez votre numéro, un collègue vous appellera.",
  "Je peux vous mettre en relation avec un conseiller.",
  "Notre équipe est disponible de 9 h à 18 h.",
  "Nous vous enverrons un e-mail de confirmation.",
  "هل تريد أن يتصل بك أحد زملائنا؟",
  "إذا تركت رقمك سيتصل بك أحد زملائنا.",
  "فريقنا متاح من 9 إلى 18.",
  "क्या आप चाहते हैं कि हमारी टीम आपसे संपर्क करे?",
  "अगर आप नंबर दें, तो हमारी टीम आपसे संपर्क करेगी।",
  "हमारी टीम 9 से 18 बजे तक उपलब्ध है।",
  "Apakah Anda ingin rekan kami menghubungi Anda?",
  "Jika Anda meninggalkan nomor, rekan kami akan menghubungi Anda.",
  "Tim kami tersedia dari jam 9 sampai 18.",
];

it.each(PROMISES)("finds the promise of a person: %s", (text) => {
  expect(personPromise(text)).toBe(text.replaceAll("’", "'"));
});

it.each(NONE)("sees no promise of a person: %s", (text) => {
  expect(personPromise(text)).toBeUndefined();
});

it("knows the system's own word that a person takes over, in every language, and no text about other things", () => {
  for (const { texts } of everyLanguage()) {
    expect([texts.handoff, personPromise(texts.handoff) !== undefined]).toEqual([texts.handoff, true]);
    const others = Object.entries(texts).filter(([key]) => !key.startsWith("handoff"));
    expect(others.filter(([, text]) => personPromise(text) !== undefined)).toEqual([]);
  }
});

const promise = fc.constantFrom(...PROMISES);
const other = fc.constantFrom(...NONE);

it("finds it between other sentences and lines, bold or not", () => {
  fc.assert(
    fc.property(
      fc.array(other),
      promise,
      fc.array(other),
      fc.constantFrom(" ", "\n", "\n\n- "),
      (a, p, z, by) => {
        const bold = p.replace(/^(\S+) /u, "*$1* ");
        expect(personPromise([...a, bold, ...z].join(by))).toBe(p.replaceAll("’", "'"));
        expect(personPromise([...a, ...z].join(by))).toBeUndefined();
      },
    ),
  );
});

it("takes no question for a promise", () => {
  fc.assert(
    fc.property(promise, fc.constantFrom("?", " ?", "؟"), (text, mark) => {
      expect(personPromise(text.replace(/[.!।]$/u, mark))).toBeUndefined();
    }),
  );
});

it("reads any text in time that grows with its length only", () => {
  const word = fc.constantFrom(
    "our",
    "team",
    "will",
    "I'll",
    "wird",
    "ein",
    "Kollege",
    "de",
    "a",
    "notre",
    "équipe",
    "आपसे",
    "हम",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 3_000 }), (words) => {
      const startedAt = performance.now();
      personPromise(words.join(" "));
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }),
    { numRuns: 30 },
  );
});
