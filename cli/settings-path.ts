import { fileURLToPath } from "node:url";

/** Where the settings file of a stage is, whether or not it exists. */
export const settingsPath = (stage: string): string =>
  fileURLToPath(new URL(`../infra/settings/${stage}.json`, import.meta.url));
