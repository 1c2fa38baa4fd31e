import { awsClient } from "../../lib/adapters/aws/client.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { AwsCredentials } from "../io.ts";

export type Place = { endpoint?: string; region?: string; credentials?: AwsCredentials };

export const placeSettings = ({ endpoint, region, credentials }: Place) => ({
  ...(endpoint && { endpoint }),
  ...(region && { region }),
  ...omitUndefined({ credentials }),
});

const isMissing = (error: unknown) => error instanceof Error && error.name === "ResourceNotFoundException";

export class SecretChanged extends Error {
  constructor() {
    super(
      "The secret has been changed by somebody else in the meantime. Nothing was written: run the command again.",
    );
    this.name = "SecretChanged";
  }
}

export function secretClient(place: Place, secretId: string) {
  const client = async () => {
    const sdk = await import("@aws-sdk/client-secrets-manager");
    return { sdk, manager: awsClient(sdk.SecretsManagerClient, "person", placeSettings(place)) };
  };
  async function read() {
    const { sdk, manager } = await client();
    try {
      const found = await manager.send(new sdk.GetSecretValueCommand({ SecretId: secretId }));
      const changedAt = found.CreatedDate?.getTime();
      return {
        text: found.SecretString ?? "",
        version: found.VersionId ?? "",
        ...omitUndefined({ changedAt }),
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
  return {
    read,
    async write(text: string, basedOn: string) {
      // Secrets Manager has no conditional write: a change between these two calls is lost.
      if ((await read())?.version !== basedOn) throw new SecretChanged();
      const { sdk, manager } = await client();
      await manager.send(new sdk.PutSecretValueCommand({ SecretId: secretId, SecretString: text }));
    },
  };
}
