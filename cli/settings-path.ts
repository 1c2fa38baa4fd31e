import { fileURLToPath } from "node:url";

/** Whether or not the file exists. */
export const settingsPath = (stage: string): string =>
  fileURLToPath(new URL(`../infra/settings/${stage}.json`, import.meta.url));
