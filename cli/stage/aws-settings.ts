import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Io } from "../io.ts";

const VARIABLES = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_ACCESS_KEY_ID",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/** Whether anything on this machine leads to an AWS account. Asks nobody: a look for credentials may take seconds. */
export const hasAwsSettings = (env: Io["env"], home = homedir()): boolean =>
  VARIABLES.some((name) => env[name]) ||
  [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, ".aws", "credentials"),
    env.AWS_CONFIG_FILE ?? join(home, ".aws", "config"),
  ].some(existsSync);
