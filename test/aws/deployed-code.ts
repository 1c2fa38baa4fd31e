import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import * as z from "zod/mini";
import type { Emulator } from "./emulator.ts";
import { runProcess } from "./processes.ts";
import type { StackReader } from "./stack.ts";

/** From the template: the emulated Lambda keeps neither. */
const functionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
});

/** `folder`: the unpacked code. */
type Deployed = { folder: string; logGroup: string };
type Options = { stack: StackReader; python: string; folder: string };

/** Fetches the uploaded code as Lambda does. */
export function deployedCode({ url, client }: Emulator, { stack, python, folder }: Options) {
  const s3 = new AwsClient({ ...client.credentials, region: client.region, service: "s3", retries: 0 });
  const fetched = new Map<string, Promise<string>>();

  async function fetchAsset(bucket: string, key: string): Promise<string> {
    const response = await s3.fetch(`${url}/${bucket}/${key}`);
    if (!response.ok) throw new Error(`S3 answered ${response.status} for the asset ${key}`);
    const into = join(folder, key.replace(/\.zip$/, ""));
    await mkdir(into, { recursive: true });
    await writeFile(`${into}.zip`, Buffer.from(await response.arrayBuffer()));
    const { code, text } = await runProcess(python, ["-m", "zipfile", "-e", `${into}.zip`, into], {
      cwd: folder,
      env: {},
    });
    if (code !== 0) throw new Error(`The asset ${key} cannot be unpacked: ${text}`);
    return into;
  }

  /** By function name. */
  return async (): Promise<Map<string, Deployed>> => {
    const [{ Resources }, resources] = [await stack.template(), await stack.resources()];
    const [, , , , account] = (await stack.id()).split(":");
    const deployed = new Map<string, Deployed>();
    for (const { logicalId, physicalId, type } of resources) {
      if (type !== "AWS::Lambda::Function") continue;
      const { Code, LoggingConfig } = functionProperties.parse(Resources[logicalId]?.Properties);
      const asset =
        fetched.get(Code.S3Key) ?? fetchAsset(`cdk-hnb659fds-assets-${account}-${client.region}`, Code.S3Key);
      fetched.set(Code.S3Key, asset);
      const logGroup =
        resources.find((each) => each.logicalId === LoggingConfig.LogGroup.Ref)?.physicalId ?? "";
      deployed.set(physicalId, { folder: await asset, logGroup });
    }
    return deployed;
  };
}
