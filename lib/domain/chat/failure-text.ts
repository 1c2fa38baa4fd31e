/** For our own codes. The providers' folders have the texts for theirs. */
const TEXTS: Readonly<Record<string, string>> = {
  "window-closed": "The customer has not written for 24 hours. Send a template.",
  window: "The customer has not written for 24 hours. Send a template.",
  "opted-out": "The customer wants no messages any more.",
  "no-templates": "The customer wants no messages that the business begins.",
  "switched-off": "The number is switched off.",
  paused: "A person of the team had the conversation.",
  expired: "It could not be sent in time.",
  empty: "There was nothing to send.",
  "unknown-customer": "It is not known where to send it.",
  "number-not-configured": "The number is not in the settings any more.",
  unknown: "It may have arrived: no confirmation came. Ask the customer before you send it again.",
  timeout: "The provider did not answer in time.",
  cut: "The connection to the provider was cut.",
  no_time: "The provider could not be reached in time.",
};

/** `ofProvider`: the provider's own texts. */
export const failureText = (
  code: string | undefined,
  ofProvider: (code: string) => string | undefined,
): string =>
  (code === undefined ? undefined : (TEXTS[code] ?? ofProvider(code))) ?? "The message could not be sent.";
