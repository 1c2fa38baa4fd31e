/** As WhatsApp shows it. */
export type FileKind = "image" | "document" | "audio" | "video";

/** A file of the business's that the provider fetches by its link. */
export type MediaFile = {
  kind: FileKind;
  url: string;
  /** Shown with a document. */
  filename?: string;
};

/** What a provider takes by link. */
export type FileRules = {
  /** By the ending of the link's path, in lower case and without the dot. */
  kinds: ReadonlyMap<string, FileKind>;
  /** The kinds that show a text below the file. */
  withCaption: ReadonlySet<FileKind>;
  /** Of a caption, in UTF-16 units. */
  maxCaption: number;
};

/** The text instead of the file: with the link, on a line below unless the text has it already. */
export const textWithLink = (text: string, { url }: MediaFile): string =>
  text.includes(url) ? text : text === "" ? url : `${text}\n${url}`;
