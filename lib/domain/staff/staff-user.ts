/**
 * Cognito takes the others in a name, and a URL and a token's claims hold them without quoting. `@` marks
 * e-mail addresses.
 */
const NOT_IN_USER = /[^\p{L}\p{M}\p{N}._+-]+/gu;
const MAX_LENGTH = 60;

const asUser = (text: string) =>
  text
    .normalize("NFC")
    .replace(NOT_IN_USER, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, MAX_LENGTH);

/** The name, else the local part of the e-mail address. */
export function staffUser({ email, name }: { email: string; name?: string | undefined }): string {
  const local = email.slice(0, email.lastIndexOf("@"));
  return asUser(name ?? "") || asUser(local) || "staff";
}

/** "Ann Lee" for `Ann_Lee`. */
export const nameOfUser = (user: string): string => user.replaceAll("_", " ");
