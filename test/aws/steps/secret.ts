import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import type { World } from "../world.ts";

/** By its id or name. */
export function secretOf({ emulator, stack }: Pick<World, "emulator" | "stack">) {
  const client = awsClient(SecretsManagerClient, "person", emulator.client);
  const SecretId = async () => (await stack.outputs()).SecretName ?? "";
  async function read(): Promise<Record<string, unknown>> {
    return JSON.parse(
      (await client.send(new GetSecretValueCommand({ SecretId: await SecretId() }))).SecretString ?? "{}",
    );
  }
  return {
    read,
    async add(parts: Record<string, unknown>): Promise<void> {
      const SecretString = JSON.stringify({ ...(await read()), ...parts });
      await client.send(new PutSecretValueCommand({ SecretId: await SecretId(), SecretString }));
    },
  };
}
