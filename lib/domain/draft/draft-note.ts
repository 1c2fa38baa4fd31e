import { agentNote, quotedText } from "../turn/agent-note.ts";

const MAX_LENGTH = 500;

/** What the agent reads before its next answer: it believes that the customer has read its own words. */
export const draftNote = (answer: string, sentInstead?: string): string =>
  agentNote(
    `The customer did not get your answer ${quotedText(answer, MAX_LENGTH)}.${
      sentInstead === undefined
        ? ""
        : ` A colleague changed it, and the customer read: ${quotedText(sentInstead, MAX_LENGTH)}`
    }`,
  );
