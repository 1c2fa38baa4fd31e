import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import { FakeOperatorApi } from "./fake-operator-api.ts";
import { runCli } from "./run-cli.ts";

export const phones = (count: number) =>
  Array.from({ length: count }, (_, at) => `+1415555${String(1000 + at)}`);
export const listOf = (contacts: readonly string[]) =>
  ["contact,1,2", ...contacts.map((contact, at) => `${contact},Customer ${at},10 %`)].join("\n");

/** Call it in a `describe`: each test gets an API and a file. */
export function mailingWorld() {
  let api: FakeOperatorApi;
  let file: string;
  beforeEach(async () => {
    api = new FakeOperatorApi();
    await api.start();
    file = join(await mkdtemp(join(tmpdir(), "wa-")), "customers.csv");
  });
  afterEach(() => api.stop());
  return {
    get api() {
      return api;
    },
    get file() {
      return file;
    },
    save: (text: string | Buffer) => writeFile(file, text),
    send: (argv: readonly string[] = ["--yes"], change = {}) =>
      runCli(
        ["send-template", "spring_sale", "--number", "support", "--csv", file, "--url", api.url, ...argv],
        change,
      ),
  };
}
