/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview,
 * https://www.twilio.com/docs/content
 */
export type TemplateMessage = {
  /** Meta: the template's name. Twilio: its content sid, `HX…`. */
  name: string;
  /** Exactly as approved, `en_US`. Twilio needs none. */
  language?: string;
  /** By placeholder: "1", "2" … or names. At Twilio all values. */
  body?: Readonly<Record<string, string>>;
  /** `value`: a link to the file, or the text. `placeholder`: the name of a named text. */
  header?: { type: "text" | "image" | "video" | "document"; value: string; placeholder?: string };
  buttons?: readonly TemplateButton[];
  /** For transcripts, if the definition was looked up. */
  preview?: string;
};

export type TemplateButton = { index: number; type: "quick_reply" | "url" | "copy_code"; value: string };

export type TemplateDefinition = {
  name: string;
  /** Where `name` is only an id (Twilio). */
  title?: string;
  language?: string;
  /**
   * Upper case; only APPROVED templates can be sent. UNSUPPORTED: `TemplateMessage` cannot hold it (a
   * carousel).
   */
  status: string;
  category?: string;
  /** Placeholders have names instead of numbers. */
  named: boolean;
  body: { text: string; placeholders: readonly string[] };
  header?: { type: "text" | "image" | "video" | "document"; placeholders: readonly string[] };
  buttons: readonly Pick<TemplateButton, "index" | "type">[];
};
