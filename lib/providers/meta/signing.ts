import type { Secrets } from "../../config/secrets.ts";
import { signMetaBody } from "./signature.ts";

export const metaSigning = {
  header: "X-Hub-Signature-256",
  contentType: "application/json",
  signsUrl: false,
  keyOf: ({ meta }: Pick<Secrets, "meta">) => meta?.appSecrets[0],
  sign: (body: Buffer, _: string, key: string) => signMetaBody(body, key),
  problemOf: () => undefined,
};
