import type { Texts } from "../language-texts.ts";

export const ENGLISH: Texts = {
  fallback: "Sorry, I can't answer right now. Please try again a little later.",
  handoff: "A person from our team is taking over and will answer you here.",
  optedOut: "You will get no more messages from this chat. Write START if you want them again.",
  optedIn: "All right: you will get messages here again.",
  tooMany:
    "That was a lot of messages in a short time. Please try again in an hour, or write HUMAN to reach a person.",
  resend:
    "Sorry, your last message could not be read here. Could you please send it again, or put it in words?",
  choose: "Choose",
};
