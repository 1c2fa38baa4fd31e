import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { build } from "../../infra/bundles/esbuild.ts";

const services: ChildProcess[] = [];
const seen = (message: unknown) => services.push((message as { process: ChildProcess }).process);
beforeAll(() => subscribe("child_process", seen));
afterAll(() => void unsubscribe("child_process", seen));

/** What the code is built to, after `work`. */
async function built(contents: string, work = async () => undefined as unknown): Promise<string | undefined> {
  const plugins = [
    {
      name: "work",
      setup: ({ onStart }: { onStart(run: () => Promise<void>): void }) =>
        onStart(async () => void (await work())),
    },
  ];
  const { outputFiles } = await build({
    stdin: { contents },
    minify: true,
    write: false,
    logLevel: "silent",
    plugins,
  });
  return outputFiles[0]?.text.trim();
}

it("a build leaves no process behind, and ends no other build", async () => {
  const early: Promise<unknown>[] = [];
  const late = built("late = 1", async () => {
    early.push(built("early = 1"));
    await Promise.all(early);
  });
  expect([await late, ...(await Promise.all(early))]).toEqual(["late=1;", "early=1;"]);
  await expect(built("no code")).rejects.toThrow("Expected");
  expect(await built("again = 1")).toBe("again=1;");
  expect(services.length).toBe(3);
  for (const service of services)
    if (service.exitCode === null && service.signalCode === null) await once(service, "exit");
});
