import { one, optional, type StopSentences, several } from "./sentence.ts";

const FRONT =
  "कृपया|प्लीज|भाई|अरे|नमस्ते|हेलो|स्टॉप|बस|अब|मुझे|मुझको|हमें|please|plz|pls|kripya|bhai|are|arre|hello|stop|bas|ab|mujhe|mujhko|muje|hame|humein";
const BACK =
  "कृपया|प्लीज|धन्यवाद|अभी|तुरंत|अब|दोबारा|फिर से|आगे से|कभी|बस|यार|भाई|please|plz|pls|abhi|turant|ab|dobara|phir se|fir se|aage se|kabhi|bas|yaar|bhai|stop|thanks";
const MESSAGES =
  "मैसेज|मेसेज|संदेश|मैसेजेस|एसएमएस|स्पैम|विज्ञापन|ऑफर|प्रचार|नोटिफिकेशन|message|messages|msg|msgs|sms|spam|ads|offers|sandesh|notification|notifications|whatsapp";
const ALL = "और|ये|यह|इतने|ऐसे|कोई|आपके|सारे|सब|aur|ye|yeh|itne|aise|koi|aapke|apke|saare|sab|itna";

export const HINDI_STOP: StopSentences = {
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
};
