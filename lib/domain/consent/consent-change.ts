/** How we know: the customer's word, the provider (Twilio's own opt-out), a preference set in WhatsApp, or a send that was refused for it. */
type OptOutSource = "word" | "provider" | "preference" | "refusal";

/**
 * `all`: nothing more is sent. `templates`: only nothing that the business begins.
 * WhatsApp's own "stop marketing" counts as `all` unless the settings say otherwise.
 */
export type OptOutScope = "all" | "templates";

/** The customer's latest wish. Of two the later one counts, by the provider's time. */
export type ConsentChange = {
  /** Derived from what said so. At most 40 characters `[\w-]`. */
  id: string;
  action: "stop" | "start";
  scope: OptOutScope;
  source: OptOutSource;
  /** Milliseconds since 1970, by the provider's clock where it gives one. */
  at: number;
};

/** Whoever says it also confirms it to the customer: Twilio does so itself, and a refused number cannot be written to. */
export const needsConfirmation = ({ source }: ConsentChange) => source === "word" || source === "preference";
