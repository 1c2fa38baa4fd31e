/** What is used of a response's headers. */
export type ResponseHeaders = Pick<Headers, "get">;

type FetchResponse = {
  status: number;
  headers: ResponseHeaders;
  body: AsyncIterable<Uint8Array> | null;
};

type FetchOptions = {
  method: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  signal: AbortSignal;
  /** A redirect is a response like others. */
  redirect: "manual";
};

/** What is used of `fetch`: the global one is one. */
export type Fetch = (url: string, options: FetchOptions) => Promise<FetchResponse>;
