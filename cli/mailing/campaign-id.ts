import { createHash } from "node:crypto";

/**
 * Derived from content and recipients: the same command continues the mailing, and nobody gets a message
 * twice.
 */
export function campaignIdOf(about: {
  file: Buffer;
  number: string;
  name: string;
  language: string | undefined;
  common: Readonly<Record<string, string>>;
}): string {
  const { file, number, name, language, common } = about;
  const command = JSON.stringify([
    number,
    name,
    language ?? null,
    Object.entries(common).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return `m-${createHash("sha256").update(command).update("\n").update(file).digest("hex").slice(0, 16)}`;
}
