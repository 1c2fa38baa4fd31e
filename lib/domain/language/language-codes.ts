/** ISO 639-1. Apart from what each language says, which is large. */
export const LANGUAGES = ["en", "es", "pt", "fr", "de", "ar", "hi", "id"] as const;

export type Language = (typeof LANGUAGES)[number];
