import { fileURLToPath } from "node:url";

export const settingsPath = (stage: string): string =>
  fileURLToPath(new URL(`../infra/settings/${stage}.json`, import.meta.url));
