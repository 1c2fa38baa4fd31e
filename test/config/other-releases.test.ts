import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { parseSecrets } from "../../lib/config/secrets/secrets.ts";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";

const FOLDER = "test/fixtures/settings";
const read = (file: string) => readFileSync(`${FOLDER}/${file}`, "utf8");

/**
 * As written for each release, and as users who upgrade still have them: never change a file, add one when
 * there is more to set.
 */
it.each(readdirSync(FOLDER))("settings of releases up to this one are taken as they are: %s", (file) => {
  expect(parseConfiguration(settingsSchema, read(file), file)).toMatchObject(JSON.parse(read(file)));
});

it("a secret that a later release has added to is still read: it stays where it is when the code goes back", () => {
  const later = { ...DEMO_SECRETS, future: { key: "k" }, chatsby: { ...DEMO_SECRETS.chatsby, future: "x" } };
  expect(parseSecrets(JSON.stringify(later))).toEqual(DEMO_SECRETS);
});
