/**
 * An approved template with its values.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview,
 * https://www.twilio.com/docs/content
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
  /** By the index of the button, from 0. */
  buttons?: readonly TemplateButton[];
  /** The filled text for transcripts, if the definition was looked up. */
  preview?: string;
};

export type TemplateButton = { index: number; type: "quick_reply" | "url" | "copy_code"; value: string };

/** A template as the provider lists it. */
export type TemplateDefinition = {
  name: string;
  /** A readable name, where `name` is only an id (Twilio). */
  title?: string;
  language?: string;
  /**
   * Upper case; only APPROVED templates can be sent. UNSUPPORTED: `TemplateMessage` cannot hold it (a
   * carousel).
   */
  status: string;
  category?: string;
  /** Whether placeholders have names instead of numbers, by the template's own format. */
  named: boolean;
  body: { text: string; placeholders: readonly string[] };
  header?: { type: "text" | "image" | "video" | "document"; placeholders: readonly string[] };
  /** Only buttons that need a value. */
  buttons: readonly Pick<TemplateButton, "index" | "type">[];
};
