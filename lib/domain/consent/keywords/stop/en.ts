import { one, optional, type StopSentences, several } from "./sentence.ts";

const FRONT =
  "please|pls|plz|hi|hey|yo|hello|ok|okay|so|just|kindly|sorry|stop|you|u|guys|no thanks|no thank you|not interested|i am not interested|i'm not interested|wrong number|this is the wrong number|you have the wrong number|can you|could you|will you|would you|can u|i said|i told you to|i want you to|i need you to|i would like you to|i'd like you to|i am asking you to|i'm asking you to|you need to|need to|you must|you should";
const BACK =
  "please|pls|plz|now|right now|immediately|at once|asap|today|already|again|anymore|any more|ever|any longer|thanks|thank you|thx|ok|okay|forever|permanently|for good|on whatsapp|on this number|at this number|to this number|from you|from your company|from this number|from you guys|stop";
const MESSAGES =
  "messages|texts|msgs|text messages|whatsapp messages|sms|whatsapps|spam|promotions|promos|promotional messages|marketing messages|marketing|ads|adverts|advertising|advertisements|offers|notifications|newsletters|junk";
const ALL =
  "all|any|any more|more|more of|further|these|those|this|the|your|so many|such|stupid|annoying|unsolicited|unwanted|of";
const MORE = "any|any more|more|your|these|such|further|all these|so many|of";

export const ENGLISH_STOP: StopSentences = {
  sentences: [
    [
      several(FRONT),
      one("stop|quit|cease"),
      one(
        "texting|messaging|msging|writing|writing to|contacting|spamming|bothering|harassing|pestering|disturbing|annoying|pinging|whatsapping|sending",
      ),
      optional("me|us|my number|my phone|this number"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("stop|quit"),
      one("sending|with"),
      optional("me|us|this number"),
      several(ALL),
      one(`${MESSAGES}|anything|stuff|this stuff`),
      optional("to me|to us|to my phone|to this number"),
      several(BACK),
    ],
    [several(FRONT), one("stop"), several(ALL), one(MESSAGES), several(BACK)],
    [
      several(`${FRONT}|i want to|i would like to|i'd like to|i wish to|i need to|i wanna|let me`),
      one("unsubscribe|unsub|opt out|optout|opt me out|opt us out|unsubscribe me|unsubscribe us|unsub me"),
      optional("from|of|out of|off"),
      several("this|your|the|all|these|any|future|mailing|whatsapp|my number"),
      optional(
        `list|lists|newsletter|service|channel|number|group|chat|updates|broadcast|conversation|thread|${MESSAGES}`,
      ),
      several(BACK),
    ],
    [
      several(FRONT),
      one("do not|don't|never|do not ever|don't ever|do not you ever|don't you ever"),
      one("text|message|msg|contact|write|write to|spam|bother|disturb|whatsapp|harass|ping"),
      one("me|us|this number|my number"),
      several(BACK),
    ],
    [
      several(FRONT),
      one("do not|don't|never"),
      one("send"),
      optional("me|us"),
      several(ALL),
      one(`${MESSAGES}|anything|this stuff`),
      optional("to me"),
      several(BACK),
    ],
    [
      several("please|ok|okay|hi|hello|stop"),
      one("no more|no further|enough|enough of|enough with"),
      several(ALL),
      one(MESSAGES),
      several(BACK),
    ],
    [
      several(FRONT),
      one("i do not|i don't|i no longer|we do not|we don't|i really do not|i really don't"),
      one("want|need|wish|want to|wish to|like|like to"),
      optional("receive|get|have|see|read|be sent|getting|receiving"),
      several(`${MORE}|promotional|marketing`),
      one(MESSAGES),
      several(BACK),
    ],
    [
      several(FRONT),
      one(
        "i do not want|i don't want|i no longer want|i do not wish|i don't wish|we do not want|we don't want",
      ),
      one(
        "to be contacted|to be messaged|to be texted|to be bothered|to be disturbed|to be spammed|to be on your list|to be on this list|to hear from you|you to text me|you to message me|you to contact me|you to write to me",
      ),
      several(BACK),
    ],
    [
      several(FRONT),
      one("remove|delete|erase"),
      one("me|us|my number|my phone number|this number"),
      several(BACK),
    ],
    [
      several(`${FRONT}|i want to be`),
      one("remove|delete|erase|take|get|removed|deleted|unsubscribe"),
      optional("me|us|my number|my phone number|this number"),
      one("from|off|out of|off of"),
      several("your|the|this|all|any|these|mailing|contact|broadcast|distribution|whatsapp|marketing"),
      one("list|lists|contacts|database|system|systems|broadcast|group|subscribers|records"),
      several(BACK),
    ],
    [several(FRONT), one("leave|let"), one("me alone|us alone|me in peace|me be"), several(BACK)],
    [
      several(FRONT),
      one("i revoke|i withdraw|revoke|withdraw"),
      several("my|the|all"),
      one("consent|permission"),
      several(BACK),
    ],
    [several(FRONT), one("lose|forget"), one("my number"), several(BACK)],
    [
      several(FRONT),
      one("go away|take me off|do not text|don't text|do not message|don't message|no more text"),
      several(BACK),
    ],
    [
      several(
        `please|pls|ok|hi|hey|hello|just|kindly|i said|i told you to|stop|sorry|no thanks|no thank you|not interested|i am not interested|i'm not interested|wrong number`,
      ),
      one("stop|stop it|stop this|stop that|make it stop|make this stop|cease"),
      several("please|pls|now|already|immediately|thanks|thank you|ok|stop"),
    ],
  ],
  reasons:
    "wrong number|wrong person|not interested|no longer interested|not me|spam|spamming|harassment|annoying|too many messages|don't know you|who is this|never signed up|didn't sign up|did not sign up|never subscribed|didn't subscribe|did not subscribe|don't want this|do not want this|don't want these|leave me alone|unsolicited|not the person|sold the|no longer need|don't need this|not my number|enough|moved away|mistake",
};
