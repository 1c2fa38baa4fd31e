import type { PhoneMessage } from "../phone/phone.ts";

/** Twilio checks the file itself. Here the name decides. */
const KINDS: readonly (readonly [RegExp, NonNullable<PhoneMessage["kind"]>, string])[] = [
  [/\.(mp4|3gpp?|mov|webm)$/i, "video", "Video"],
  [/\.(mp3|ogg|oga|opus|amr|m4a|aac|wav)$/i, "audio", "Audio"],
  [/\.(vcf|vcard)$/i, "contact", "Contact card"],
  [/\.(pdf|docx?|xlsx?|pptx?|txt|csv|zip)$/i, "document", "Document"],
];

export function mediaKindOf(url: string): { kind: NonNullable<PhoneMessage["kind"]>; label: string } {
  const path = URL.parse(url)?.pathname ?? "";
  const [, kind, label] = KINDS.find(([name]) => name.test(path)) ?? [/./, "photo", "Photo"];
  return { kind, label };
}
