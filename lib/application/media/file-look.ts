/** What bytes are, by themselves. */
export type FileLook = {
  /** MIME; "text/plain" for all that a text editor shows, "unknown" for the rest. */
  type: string;
  /** Of an image. */
  width?: number;
  height?: number;
  /** Of plain text. */
  text?: string;
};

/** Never throws. */
export type LookAtFile = (bytes: Uint8Array) => Promise<FileLook>;
