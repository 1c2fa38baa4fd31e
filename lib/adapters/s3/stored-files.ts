import type { FileStore } from "../../application/ports/file-store.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { s3FileStore } from "./file-store.ts";

/** With the credentials of the function's role. `environment`: Lambda's. */
export function storedFiles(
  environment: Readonly<Record<string, string | undefined>>,
  url: string,
  fetch: typeof globalThis.fetch,
): FileStore {
  const {
    AWS_ACCESS_KEY_ID = "",
    AWS_SECRET_ACCESS_KEY = "",
    AWS_SESSION_TOKEN,
    AWS_REGION = "",
  } = environment;
  const credentials = {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...omitUndefined({ sessionToken: AWS_SESSION_TOKEN }),
  };
  return s3FileStore({ url, region: AWS_REGION, credentials, fetch });
}
