type OptOutSource = "word" | "provider" | "preference" | "refusal";

/**
 * `all`: no more messages. `templates`: none that the business begins.
 * WhatsApp's own "stop marketing" counts as `all` unless the settings say otherwise.
 */
export type OptOutScope = "all" | "templates";

/** The later of two counts, by the provider's time. */
export type ConsentChange = {
  /** Derived from its cause. At most 40 characters `[\w-]`. */
  id: string;
  action: "stop" | "start";
  scope: OptOutScope;
  source: OptOutSource;
  at: number;
};

/** Twilio confirms its own opt-outs, and a number that refused us cannot be written to. */
export const needsConfirmation = ({ source }: ConsentChange) => source === "word" || source === "preference";
