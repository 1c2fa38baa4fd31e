import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { waitFor } from "../support/wait-for.ts";
import { startProcess } from "./processes.ts";

const REGION = "eu-central-1";
const FOLDER = fileURLToPath(new URL("emulator", import.meta.url));
const NOWHERE = "http://127.0.0.1:9";
const CREDENTIALS = { accessKeyId: "testing", secretAccessKey: "testing" };

export type Emulator = {
  url: string;
  /** For clients of the AWS SDK. */
  client: { endpoint: string; region: string; credentials: typeof CREDENTIALS };
  /** Lets processes reach the emulator and nothing else of AWS. */
  env: Record<string, string>;
  /**
   * From now on creations and updates of resources fail whose logical id begins like that; without one they
   * succeed again.
   */
  fail(logicalId?: string): Promise<void>;
  /** The emulator's last lines, for an unexplained failure. */
  log: readonly string[];
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** Throws for an endpoint that is not on this machine: a deploy must never reach a real account. */
export function assertLoopback(endpoint: string | undefined): void {
  const host = URL.parse(endpoint ?? "")?.hostname;
  if (host !== "localhost" && host !== "127.0.0.1")
    throw new Error(`AWS_ENDPOINT_URL must name this machine, not ${host ?? "nothing"}.`);
}

type Options = {
  python: string;
  /** A deployed HTTP API's endpoint. */
  apiEndpoint: string;
  /** A home folder without anybody's AWS profiles. */
  home: string;
};

export async function startEmulator({ python, apiEndpoint, home }: Options): Promise<Emulator> {
  const port = await freePort();
  // By name, because S3 puts the bucket's name before it.
  const url = `http://localhost:${port}`;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    NO_COLOR: "1",
    AWS_ENDPOINT_URL: url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    // Every other host leads to a port where nobody is.
    NODE_USE_ENV_PROXY: "1",
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    NO_PROXY: "localhost,.localhost,127.0.0.1",
    AWS_CONFIG_FILE: `${home}/no-config`,
    AWS_SHARED_CREDENTIALS_FILE: `${home}/no-credentials`,
  };
  assertLoopback(env.AWS_ENDPOINT_URL);
  const log: string[] = [];
  const server = startProcess(python, ["server.py", String(port)], {
    cwd: FOLDER,
    env: { ...env, EMULATED_API_ENDPOINT: apiEndpoint, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
    onLine: (line) => {
      log.push(line);
      if (log.length > 200) log.shift();
    },
  });
  const answers = async (path: string) => (await fetch(`${url}/_emulator/${path}`, { method: "POST" })).ok;
  await waitFor(
    "the emulator",
    () => {
      if (server.exitCode !== null) throw new Error(`The emulator ended:\n${log.join("\n")}`);
      return answers("ready").catch(() => false);
    },
    60,
  );
  return {
    url,
    env,
    log,
    client: { endpoint: url, region: REGION, credentials: CREDENTIALS },
    fail: async (logicalId = "") => void (await answers(`fail?${logicalId}`)),
  };
}
