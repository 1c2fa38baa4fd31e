import { one, optional, several } from "../consent/keywords/stop/sentence.ts";
import type { LanguageData } from "./language-data.ts";
import { phrases } from "./phrases.ts";

const FRONT =
  "please|pls|plz|hi|hey|yo|hello|ok|okay|so|just|kindly|sorry|stop|you|u|guys|no thanks|no thank you|not interested|i am not interested|i'm not interested|wrong number|this is the wrong number|you have the wrong number|can you|could you|will you|would you|can u|i said|i told you to|i want you to|i need you to|i would like you to|i'd like you to|i am asking you to|i'm asking you to|you need to|need to|you must|you should";
const BACK =
  "please|pls|plz|now|right now|immediately|at once|asap|today|already|again|anymore|any more|ever|any longer|thanks|thank you|thx|ok|okay|forever|permanently|for good|on whatsapp|on this number|at this number|to this number|from you|from your company|from this number|from you guys|stop";
const MESSAGES =
  "messages|texts|msgs|text messages|whatsapp messages|sms|whatsapps|spam|promotions|promos|promotional messages|marketing messages|marketing|ads|adverts|advertising|advertisements|offers|notifications|newsletters|junk";
const ALL =
  "all|any|any more|more|more of|further|these|those|this|the|your|so many|such|stupid|annoying|unsolicited|unwanted|of";
const MORE = "any|any more|more|your|these|such|further|all these|so many|of";

const REACHES =
  "(?:call|phone|ring|contact|e-?mail|message|text|write(?: to)?|reply to|respond to|answer|get back to|reach out to|follow up with|get in touch with|come back to|speak (?:to|with)) you|take over|reach out|be (?:in touch|(?:right )?with you|here shortly)|get (?:in touch|back to you)";

export const ENGLISH: LanguageData = {
  spokenAs: "en-US",
  countries: "",
  texts: {
    fallback: "Sorry, I can't answer right now. Please try again a little later.",
    handoff: "A person from our team is taking over and will answer you here.",
    handoffClosed: "Our team is not here right now. They will be back {opens} and will answer you here.",
    optedOut: "You will get no more messages from this chat. Write START if you want them again.",
    optedIn: "All right: you will get messages here again.",
    tooMany:
      "That was a lot of messages in a short time. Please try again in an hour, or write HUMAN to reach a person.",
    resend:
      "Sorry, your last message could not be read here. Could you please send it again, or put it in words?",
    choose: "Choose",
    disclosure: "You are chatting with an AI assistant. To reach a person, write HUMAN.",
  },
  opening: {
    today: "today at {time}",
    tomorrow: "tomorrow at {time}",
    later: "on {date} at {time}",
    unknown: "as soon as possible",
  },
  keywords: {
    stop: phrases(`
      stop, stop all, stopall, stop it, stop now, unsubscribe, unsub, un subscribe, unsubcribe, unsuscribe,
      unsubscibe, cease and desist, unsubscribe me, revoke, opt out, optout, opt me out, stop messages,
      stop all messages, stop sending messages, stop sending me messages, stop messaging me,
      stop texting me, stop messaging, stop texting, stop contacting me, stop writing to me,
      stop promotions, stop marketing, stop spamming me, do not message me, don't message me,
      do not text me, don't text me, do not contact me, don't contact me, do not write to me,
      don't write to me, do not send me messages, don't send me messages, no more messages,
      i do not want messages, i don't want messages, i do not want any more messages,
      i don't want any more messages, i want to unsubscribe, remove me, remove me from your list,
      remove me from the list, take me off your list
    `),
    start: phrases(`
      start, unstop, start again, start messages, resume, resume messages, subscribe, resubscribe,
      subscribe again, subscribe me, opt in, optin, opt me in, message me again, text me again,
      i want messages again, send me messages again
    `),
    human: phrases(`
      human, human being, human agent, human operator, human support, human help, human assistance,
      real human, live human, real person, live person, actual person, human person, agent, live agent,
      real agent, live chat, live support, customer service agent, customer support agent, support agent,
      customer service representative, service representative, representative, rep, operator, live operator,
      customer service, customer support, customer care, no bot, not a bot, i don't want a bot,
      i do not want a bot, i don't want to talk to a bot, i do not want to talk to a bot, not a robot,
      is there a human, is there a real person, any human
    `),
    bot: phrases(`
      bot, chatbot, chat bot, ai bot, assistant, virtual assistant, ai assistant, back to bot,
      back to the bot, back to chatbot, back to the chatbot, back to assistant, back to the assistant,
      return to bot, return to the bot
    `),
    talk: phrases(`
      talk to, talk with, speak to, speak with, chat to, chat with, connect me to, connect me with,
      connect to, transfer me to, put me through to, hand me over to, get me, contact, reach
    `),
    someone: phrases(`
      someone, somebody, someone else, someone real, person, a person, people, real people, team, the team,
      your team, someone from your team, support, your support, the support, support team, the support team,
      your support team, service team, customer service team, staff, your staff, an employee, a manager,
      the manager, manager, a supervisor
    `),
    before: phrases(`
      i want, i want to, i wanna, i need, i need to, i would like, i would like to, i'd like, i'd like to,
      want to, can i, could i, may i, let me, can you, could you, give me, get me, need, want, a, an, the,
      your, real
    `),
    after: phrases("now, instead, again"),
    please: phrases("please, pls, plz, thanks, thank you, thx"),
    asksToStop: {
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
          one(
            "unsubscribe|unsub|opt out|optout|opt me out|opt us out|unsubscribe me|unsubscribe us|unsub me",
          ),
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
    },
  },
  agentWords: {
    choose:
      "choose|select one|please select|pick|prefer|(?:reply|answer) with|(?:^|[.!?,] |tell (?:me|us) |know |decide )(?:which|what would you|what do you want)|^(?:would you like|do you want|shall (?:I|we))(?=[^?]*$)",
    want: "would you|do you (?:want|need)|you interested|looking for|suits|works for you|help you|(?:can|may) I help",
    tell: "provide|(?:send|give|tell|share with) (?:me|us)|(?:following|these) (?:details|data|information|documents)",
    or: "or",
    articles: "an?|the",
    instruct: "(?<!\\p{L})(?:write|reply|respond|text|type|send)",
    aboutMessages:
      "message|messages|text me|texts|texting|newsletter|newsletters|notification|notifications|promotions|marketing|unsubscribe|sms",
    aboutTalking: "talk|speak|chat with|connect",
  },
  personPromise: {
    person:
      "(?:(?:an?|one of our|our|the|my|another) (?:(?!virtual|ai|automated|digital|smart|bot|delivery|shipping|courier|logistics)[\\w-]+ ){0,3}(?:colleagues?|(?:team )?members?|teams?|agents?|representatives?|reps?|staff|experts?|specialists?|advis[eo]rs?|consultants?|humans?|persons?|people|managers?|supervisors?|operators?|customer service|customer support)|someone|somebody|colleagues)(?: (?:from|of|in|at) (?:our|the) [\\w-]+(?: [\\w-]+)?)?",
    says: `§ (?:(?:is|are) (?:now )?(?:going to|taking over)|(?:will|shall|'ll)(?: \\w+){0,2}? (?:${REACHES})|(?:calls|writes to|contacts|gets back to|answers|replies to) you|takes over)|we(?:'ll| will| shall)(?: \\w+){0,2}? (?:(?:call|phone|contact|get back to|reach out to|follow up with|get in touch with) you|be in touch)(?! (?:when|once|before|as soon as (?!possible|we)))|(?:I(?:'ll| will|'m going to| am going to)|let me)(?: \\w+)? (?:(?:connect|transfer|put|pass|hand|forward|escalate|refer)\\b[^.!?]{0,60}? ?(?:to|with) §|(?:notify|inform|alert|tell|ask|have|get) §|let § know|check with §)|I(?:'m| am)(?: now)? (?:(?:connecting|transferring|passing|handing|forwarding|escalating|putting)\\b[^.!?]{0,60}? (?:to|with) §|letting § know|(?:informing|notifying|asking) §)|I(?:'ve| have)(?: just| already| now)? (?:(?:passed|forwarded|escalated|handed|transferred|referred)\\b[^.!?]{0,60}? to §|sent (?:this|that|it|your [\\w ]{1,30}) to §|(?:notified|informed|alerted|asked|told) §|let § know)|has been (?:forwarded|passed(?: on)?|escalated|handed over) to §|you(?:'ll| will)(?: \\w+)? (?:(?:be (?:contacted|called(?: back)?|transferred|connected)(?! (?:by|to|with) (?!§)))|(?:hear|get a (?:call|reply|callback)|receive a (?:call|callback)) (?:back )?from (?:us|§))`,
    not: "not|never",
    unless: "if|unless|in case",
    unlessBefore:
      "when(?:ever)?|once|after|as soon as|before|until|would you like|do you want|want me to|shall i|should i|(?:leave|share|send|give|provide|fill|write|type|reply|say|tell|submit)(?=[^.!?]* (?:and|then|so) )",
  },
};
