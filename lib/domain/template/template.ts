/**
 * A template that the provider has approved, with the values for it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview, https://www.twilio.com/docs/content
 */
export type TemplateMessage = {
  /** Meta: the template's name. Twilio: its content sid, `HX…`. */
  name: string;
  /** Exactly as approved, `en_US`. Twilio needs none. */
  language?: string;
  /** Values of the body by placeholder: "1", "2" … or names. At Twilio all values. */
  body?: Readonly<Record<string, string>>;
  /** `value`: a link to the file, or the text. `placeholder`: the name of a named text. */
  header?: { type: "text" | "image" | "video" | "document"; value: string; placeholder?: string };
  /** What the buttons need, by their place from 0. */
  buttons?: readonly TemplateButton[];
  /** How it reads with its values, where the definition was looked up: for transcripts. */
  preview?: string;
};

export type TemplateButton = { index: number; type: "quick_reply" | "url" | "copy_code"; value: string };

/** A template as the provider lists it. */
export type TemplateDefinition = {
  name: string;
  /** What people call it, where the name is only an id (Twilio). */
  title?: string;
  language?: string;
  /** In the provider's words, upper case; only APPROVED ones can be sent. UNSUPPORTED: it needs what `TemplateMessage` cannot hold, such as a carousel. */
  status: string;
  category?: string;
  /** Placeholders in their order: "1", "2" … or names. `named` by the template's own format. */
  named: boolean;
  body: { text: string; placeholders: readonly string[] };
  header?: { type: "text" | "image" | "video" | "document"; placeholders: readonly string[] };
  /** Only those that need a value. */
  buttons: readonly Pick<TemplateButton, "index" | "type">[];
};
