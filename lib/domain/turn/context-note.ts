import { agentNote, quotedText } from "./agent-note.ts";

type Known = {
  isFirstContact: boolean;
  /** As the customer has entered it in WhatsApp. */
  name?: string | undefined;
  /** In English, "German": what most people speak in the customer's country. */
  language?: string | undefined;
};

const MAX_NAME = 80;

/** For the agent's first question of a conversation; `undefined` when nothing is known. */
export function contextNote({ isFirstContact, name, language }: Known): string | undefined {
  const about = [
    ...(isFirstContact ? ["first contact: the customer has had no answer from you yet"] : []),
    ...(name?.trim() ? [`the customer's profile name, freely chosen, is ${quotedText(name, MAX_NAME)}`] : []),
    ...(language
      ? [
          `most people in the customer's country speak ${language}: use it unless the customer's words show another language`,
        ]
      : []),
  ];
  return about.length > 0 ? agentNote(about.join("; ")) : undefined;
}
