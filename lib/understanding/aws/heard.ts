import type { Result } from "@aws-sdk/client-transcribe-streaming";

export type Heard = { text: string; language: string | undefined; confidences: readonly number[] };

/** Of words; signs have none. */
export function heardOf({ Alternatives, LanguageCode }: Result): Heard {
  const [best] = Alternatives ?? [];
  return {
    text: best?.Transcript ?? "",
    language: LanguageCode,
    confidences: (best?.Items ?? []).flatMap(({ Confidence }) => Confidence ?? []),
  };
}
