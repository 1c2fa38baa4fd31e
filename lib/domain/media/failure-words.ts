import type { UnderstandingFailure } from "./understood.ts";

/** For people. Completes "not heard: …" and the like. */
export const FAILURE_WORDS: Readonly<Record<UnderstandingFailure, string>> = {
  gone: "WhatsApp no longer has it",
  "too-large": "it is too large",
  "wrong-type": "it is not a kind of file that is understood",
  nothing: "nothing was found in it",
  timeout: "it took too long",
  refused: "the service that understands media refused it",
  unavailable: "the service that understands media could not be reached",
  interrupted: "it was interrupted",
};
