import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "कृपया|प्लीज|भाई|अरे|नमस्ते|हेलो|स्टॉप|बस|अब|मुझे|मुझको|हमें|please|plz|pls|kripya|bhai|are|arre|hello|stop|bas|ab|mujhe|mujhko|muje|hame|humein";
const BACK =
  "कृपया|प्लीज|धन्यवाद|अभी|तुरंत|अब|दोबारा|फिर से|आगे से|कभी|बस|यार|भाई|please|plz|pls|abhi|turant|ab|dobara|phir se|fir se|aage se|kabhi|bas|yaar|bhai|stop|thanks";
const MESSAGES =
  "मैसेज|मेसेज|संदेश|मैसेजेस|एसएमएस|स्पैम|विज्ञापन|ऑफर|प्रचार|नोटिफिकेशन|message|messages|msg|msgs|sms|spam|ads|offers|sandesh|notification|notifications|whatsapp";
const ALL = "और|ये|यह|इतने|ऐसे|कोई|आपके|सारे|सब|aur|ye|yeh|itne|aise|koi|aapke|apke|saare|sab|itna";

/** In Devanagari, and as it is typed in Latin letters. */

export const HINDI: LanguageData = {
  spokenAs: "hi-IN",
  countries: "IN",
  texts: {
    fallback: "क्षमा करें, अभी उत्तर देना संभव नहीं है। कृपया थोड़ी देर बाद फिर से कोशिश करें।",
    handoff: "यह बातचीत अब हमारी टीम के किसी सदस्य को सौंपी जा रही है। आपको उत्तर यहीं मिलेगा।",
    handoffClosed: "हमारी टीम अभी उपलब्ध नहीं है। वह {opens} वापस आएगी और आपको यहीं उत्तर देगी।",
    optedOut: "इस चैट से अब आपको कोई संदेश नहीं मिलेगा। फिर से संदेश पाने के लिए “शुरू” लिखें।",
    optedIn: "ठीक है, अब आपको यहाँ फिर से संदेश मिलेंगे।",
    tooMany:
      "थोड़े समय में बहुत सारे संदेश आए हैं। कृपया एक घंटे बाद फिर से कोशिश करें, या किसी व्यक्ति से बात करने के लिए “एजेंट” लिखें।",
    resend: "क्षमा करें, आपका पिछला संदेश यहाँ पढ़ा नहीं जा सका। कृपया उसे फिर से भेजें या अपनी बात शब्दों में लिखें।",
    choose: "चुनें",
    disclosure: "आप एक एआई असिस्टेंट से बात कर रहे हैं। किसी व्यक्ति से बात करने के लिए “एजेंट” लिखें।",
  },
  opening: {
    today: "आज {time} बजे",
    tomorrow: "कल {time} बजे",
    later: "{date} को {time} बजे",
    unknown: "जल्द से जल्द",
  },
  keywords: {
    stop: phrases(`
      स्टॉप, रोको, रोकें, रोकिए, बंद करो, बंद करें, बंद कीजिए, अनसब्सक्राइब, सदस्यता छोड़ें, मैसेज बंद करो,
      मैसेज बंद करें, संदेश बंद करो, संदेश बंद करें, मैसेज मत भेजो, मैसेज मत भेजें, मैसेज न भेजें,
      मैसेज ना भेजें, संदेश मत भेजो, संदेश न भेजें, मुझे मैसेज मत भेजो, मुझे मैसेज मत करो,
      मुझे संदेश न भेजें, मुझे मैसेज नहीं चाहिए, मुझे संदेश नहीं चाहिए, और मैसेज नहीं चाहिए,
      मैसेज भेजना बंद करो, मैसेज भेजना बंद करें, संदेश भेजना बंद करें, band karo, band kare, band karen,
      band kijiye, roko, message band karo, messages band karo, msg band karo, message band kare,
      message mat bhejo, messages mat bhejo, msg mat bhejo, mujhe message mat bhejo, mujhe message mat karo,
      mujhe msg mat karo, message nahi chahiye, mujhe message nahi chahiye, message bhejna band karo,
      message bhejna band kare
    `),
    start: phrases(`
      शुरू, शुरु, शुरू करो, शुरू करें, शुरु करें, फिर से शुरू करें, फिर से शुरू करो, स्टार्ट, सब्सक्राइब,
      सदस्यता लें, मैसेज शुरू करो, मैसेज शुरू करें, संदेश शुरू करें, shuru, shuru karo, shuru kare,
      shuru karen, phir se shuru karo, fir se shuru karo, message shuru karo
    `),
    human: phrases(`
      इंसान, इन्सान, मानव एजेंट, असली इंसान, एजेंट, एजेन्ट, असली एजेंट, प्रतिनिधि, ऑपरेटर, ग्राहक सेवा,
      कस्टमर केयर, कस्टमर सर्विस, कस्टमर सपोर्ट, ह्यूमन, ग्राहक सेवा अधिकारी, ग्राहक सेवा प्रतिनिधि,
      असली व्यक्ति, insaan, asli insaan, asli insan, pratinidhi, grahak seva, किसी से बात करनी है,
      मुझे किसी से बात करनी है, किसी व्यक्ति से बात करनी है, किसी से बात कराओ, किसी से बात कराइए,
      किसी से बात करवाओ, मुझे किसी व्यक्ति से बात करनी है, kisi se baat karni hai,
      mujhe kisi se baat karni hai, kisi se baat karao, kisi se baat karwao, kisi se baat karwa do,
      kisi insaan se baat karni hai
    `),
    bot: phrases(`
      बॉट, चैटबॉट, रोबोट, वर्चुअल असिस्टेंट, असिस्टेंट, बॉट पर वापस, बॉट पर वापस जाएं, वापस बॉट,
      bot par wapas, bot pe wapas
    `),
    talk: [],
    someone: [],
    before: phrases("मुझे, मैं, क्या मैं, किसी, एक, mujhe, muje, main, kya main, kisi, ek"),
    after: phrases(`
      चाहिए, से बात करनी है, से बात करना है, से बात करना चाहता हूँ, से बात करना चाहती हूँ, से बात कराओ,
      से बात कराएं, से बात कराइए, से बात करवाओ, से बात करवाइए, से बात करें, से बात, से जोड़ें, को बुलाओ,
      chahiye, se baat karni hai, se baat karna hai, se baat karna chahta hu, se baat karna chahti hu,
      se baat karao, se baat karaiye, se baat karwao, se baat karwa do, se baat
    `),
    please: phrases("कृपया, प्लीज, प्लीज़, धन्यवाद, kripya, kripaya, dhanyavad, shukriya"),
    asksToStop: {
      sentences: [
        [
          several(FRONT),
          several(ALL),
          one(MESSAGES),
          optional("भेजना|करना|bhejna|karna"),
          one(
            "बंद करो|बंद करें|बंद कीजिए|बंद कर दो|बंद कर दीजिए|बंद कर दें|रोको|रोकें|रोक दो|मत भेजो|मत भेजें|मत भेजिए|मत भेजना|न भेजें|ना भेजें|मत करो|मत करें|मत कीजिए|मत करना|न करें|ना करें|नहीं चाहिए|नही चाहिए|band karo|band kare|band karen|band kijiye|band kar do|band kardo|band kar dijiye|roko|rok do|mat bhejo|mat bhejiye|mat bhejna|mat bheje|na bheje|na bhejen|na bhejo|mat karo|mat kare|mat kijiye|mat karna|na kare|nahi chahiye|nahin chahiye|nai chahiye",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one("संपर्क|तंग|परेशान|कॉन्टैक्ट|sampark|tang|pareshan|contact|disturb"),
          one(
            "मत करो|मत करें|मत कीजिए|न करें|ना करें|करना बंद करो|करना बंद करें|mat karo|mat kare|mat kijiye|na kare|karna band karo|karna band kare",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one("बंद करो|बंद करें|बंद कीजिए|band karo|band kare|band kijiye"),
          several("ये|यह|ye|yeh"),
          several(ALL),
          one(MESSAGES),
          several(BACK),
        ],
        [
          several(FRONT),
          one("मेरा नंबर|मेरा नम्बर|मुझे|mera number|mera no|mujhe"),
          optional("अपनी लिस्ट से|लिस्ट से|सूची से|अपनी सूची से|apni list se|list se|apne list se|group se|ग्रुप से"),
          one(
            "हटाओ|हटा दो|हटाएं|हटाइए|हटा दीजिए|निकालो|निकाल दो|डिलीट करो|डिलीट कर दो|hatao|hata do|hataiye|hata dijiye|nikalo|nikal do|delete karo|delete kar do",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one("अकेला|akela"),
          one("छोड़ दो|छोड़ो|छोड़ दीजिए|chod do|chhod do|chodo|chhodo"),
          several(BACK),
        ],
        [
          several(FRONT),
          one("अनसब्सक्राइब|unsubscribe"),
          one(
            "करो|करें|कर दो|कर दीजिए|करना है|करना चाहता हूं|करना चाहती हूं|karo|kare|kar do|kardo|kar dijiye|karna hai|karna chahta hu|karna chahti hu",
          ),
          several(BACK),
        ],
        [
          several(FRONT),
          one("stop|स्टॉप"),
          one("करो|करें|कर दो|karo|kare|kar do|kardo"),
          several(ALL),
          optional(MESSAGES),
          several(BACK),
        ],
      ],
      reasons:
        "गलत नंबर|गलत नम्बर|रॉन्ग नंबर|रुचि नहीं|मैं वो नहीं|मैं नहीं हूं|स्पैम|परेशान|नहीं चाहिए|कौन हो|आप कौन|बहुत मैसेज|galat number|wrong number|interest nahi|interested nahi|ruchi nahi|main nahi hu|spam|pareshan|nahi chahiye|kaun ho|aap kaun|bahut message|not interested",
    },
  },
  agentWords: {
    choose: "चुनें|चुनिए|चुनना|चुनेंगे|चुन|कौन|कौनसा|किस|किसे|पसंद",
    want: "चाह\\p{L}*|ज़रूरत|मदद|सुविधाजनक",
    tell: "(?:मुझे|हमें)[^?]*(?:भेज|बता|दे)|निम्नलिखित",
    or: "या|ya",
    articles: "",
    instruct: "लिख|भेज",
    aboutMessages: "मैसेज|संदेश|विज्ञापन|msg|msgs",
    aboutTalking: "बात|baat",
  },
  personPromise: {
    person:
      "(?:(?:हमारी )?टीम (?:का|के) (?:एक|कोई|किसी) (?:सदस्य|व्यक्ति)|(?:हमारे|हमारी|मेरे|मेरी|एक|हमारा|कोई) (?:[\\p{L}\\p{M}]+ ){0,3}?(?:सहकर्मी|सहयोगी|टीम|प्रतिनिधि|एजेंट|कर्मचारी|विशेषज्ञ|व्यक्ति|सदस्य))",
    says: `§ (?:[\\p{L}\\p{M}]+ ){0,6}?(?:संपर्क|सम्पर्क|कॉल|फ़ोन|फोन|जवाब|उत्तर|मैसेज|संदेश) (?:[\\p{L}\\p{M}]+ )?(?:करेगा|करेगी|करेंगे|देगा|देगी|देंगे|भेजेगा|भेजेगी|भेजेंगे)|§ (?:[\\p{L}\\p{M}]+ ){0,4}?(?:संभालेगा|संभालेगी|संभाल रहा है|संभाल रही है)|हम (?:[\\p{L}\\p{M}]+ ){0,4}?(?:संपर्क|सम्पर्क|कॉल|फ़ोन|फोन) करेंगे|§ को सौंप[ाी] जा रह[ाी] है|आपसे (?:[\\p{L}\\p{M}]+ ){0,3}?(?:संपर्क|सम्पर्क) किया जाएगा|(?:मैं|मैंने) (?:[\\p{L}\\p{M}]+ ){0,4}?§ (?:को|से) (?:[\\p{L}\\p{M}]+ ){0,3}?(?:बता दिया है|सूचित कर दिया है|भेज दिया है|सूचित कर रहा हूँ|सूचित कर रही हूँ|जोड़ रहा हूँ|जोड़ रही हूँ|कनेक्ट कर रहा हूँ|कनेक्ट कर रही हूँ)`,
    not: "नहीं|कभी",
    unless: "अगर|यदि",
    unlessBefore: "जब|के बाद|क्या|सकते|सकता|(?:भेजें|बताएं|बताएँ|दें|लिखें)(?=[^.!?।]* (?:और|ताकि) )",
  },
};
