import type { LanguageKeywords } from "./language-keywords.ts";
import { HINDI_STOP } from "./stop/hi.ts";

/** In Devanagari, and as it is typed in Latin letters. */
export const HINDI: LanguageKeywords = {
  stop: [
    ...["स्टॉप", "रोको", "रोकें", "रोकिए", "बंद करो", "बंद करें", "बंद कीजिए", "अनसब्सक्राइब", "सदस्यता छोड़ें"],
    ...["मैसेज बंद करो", "मैसेज बंद करें", "संदेश बंद करो", "संदेश बंद करें", "मैसेज मत भेजो", "मैसेज मत भेजें", "मैसेज न भेजें", "मैसेज ना भेजें"],
    ...["संदेश मत भेजो", "संदेश न भेजें", "मुझे मैसेज मत भेजो", "मुझे मैसेज मत करो", "मुझे संदेश न भेजें", "मुझे मैसेज नहीं चाहिए"],
    ...["मुझे संदेश नहीं चाहिए", "और मैसेज नहीं चाहिए", "मैसेज भेजना बंद करो", "मैसेज भेजना बंद करें", "संदेश भेजना बंद करें"],
    ...["band karo", "band kare", "band karen", "band kijiye", "roko", "message band karo", "messages band karo", "msg band karo"],
    ...[
      "message band kare",
      "message mat bhejo",
      "messages mat bhejo",
      "msg mat bhejo",
      "mujhe message mat bhejo",
      "mujhe message mat karo",
    ],
    ...["mujhe msg mat karo", "message nahi chahiye", "mujhe message nahi chahiye", "message bhejna band karo", "message bhejna band kare"],
  ],
  start: [
    ...["शुरू", "शुरु", "शुरू करो", "शुरू करें", "शुरु करें", "फिर से शुरू करें", "फिर से शुरू करो", "स्टार्ट", "सब्सक्राइब", "सदस्यता लें"],
    ...["मैसेज शुरू करो", "मैसेज शुरू करें", "संदेश शुरू करें", "shuru", "shuru karo", "shuru kare", "shuru karen", "phir se shuru karo"],
    ...["fir se shuru karo", "message shuru karo"],
  ],
  human: [
    ...["इंसान", "इन्सान", "मानव एजेंट", "असली इंसान", "एजेंट", "एजेन्ट", "असली एजेंट", "प्रतिनिधि", "ऑपरेटर", "ग्राहक सेवा", "कस्टमर केयर", "कस्टमर सर्विस"],
    ...["कस्टमर सपोर्ट", "ह्यूमन", "ग्राहक सेवा अधिकारी", "ग्राहक सेवा प्रतिनिधि", "असली व्यक्ति", "insaan", "asli insaan", "asli insan"],
    ...["pratinidhi", "grahak seva", "किसी से बात करनी है", "मुझे किसी से बात करनी है", "किसी व्यक्ति से बात करनी है", "किसी से बात कराओ"],
    ...["किसी से बात कराइए", "किसी से बात करवाओ", "मुझे किसी व्यक्ति से बात करनी है", "kisi se baat karni hai", "mujhe kisi se baat karni hai"],
    ...["kisi se baat karao", "kisi se baat karwao", "kisi se baat karwa do", "kisi insaan se baat karni hai"],
  ],
  bot: [
    ...["बॉट", "चैटबॉट", "रोबोट", "वर्चुअल असिस्टेंट", "असिस्टेंट", "बॉट पर वापस", "बॉट पर वापस जाएं", "वापस बॉट", "bot par wapas", "bot pe wapas"],
  ],
  talk: [],
  someone: [],
  before: ["मुझे", "मैं", "क्या मैं", "किसी", "एक", "mujhe", "muje", "main", "kya main", "kisi", "ek"],
  after: [
    ...["चाहिए", "से बात करनी है", "से बात करना है", "से बात करना चाहता हूँ", "से बात करना चाहती हूँ", "से बात कराओ", "से बात कराएं", "से बात कराइए"],
    ...["से बात करवाओ", "से बात करवाइए", "से बात करें", "से बात", "से जोड़ें", "को बुलाओ", "chahiye", "se baat karni hai", "se baat karna hai"],
    ...[
      "se baat karna chahta hu",
      "se baat karna chahti hu",
      "se baat karao",
      "se baat karaiye",
      "se baat karwao",
      "se baat karwa do",
      "se baat",
    ],
  ],
  please: ["कृपया", "प्लीज", "प्लीज़", "धन्यवाद", "kripya", "kripaya", "dhanyavad", "shukriya"],
  asksToStop: HINDI_STOP,
};
