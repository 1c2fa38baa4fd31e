/** Learned from a keyword, the provider (Twilio's opt-out), a preference in WhatsApp, or a refused send. */
type OptOutSource = "word" | "provider" | "preference" | "refusal";

/**
 * `all`: no more messages. `templates`: no messages that the business begins.
 * WhatsApp's own "stop marketing" counts as `all` unless the settings say otherwise.
 */
export type OptOutScope = "all" | "templates";

/** An opt-out or opt-in. Of two the later one counts, by the provider's time. */
export type ConsentChange = {
  /** Derived from its cause. At most 40 characters `[\w-]`. */
  id: string;
  action: "stop" | "start";
  scope: OptOutScope;
  source: OptOutSource;
  /** By the provider's clock where it gives one. */
  at: number;
};

/** Twilio confirms its own opt-outs, and a number that refused us cannot be written to. */
export const needsConfirmation = ({ source }: ConsentChange) => source === "word" || source === "preference";
