import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Endpoints } from "../../local/aws/emulators.ts";

const PROCESS = fileURLToPath(new URL("emulators-process.ts", import.meta.url));

export type ProcessUsage = { rssBytes: number; cpuMs: number };

export type EmulatorsProcess = {
  endpoints: Endpoints;
  usage(): Promise<ProcessUsage>;
  stop(): Promise<void>;
};

async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const [message] = await once(child, "message");
  return message;
}

export async function startEmulatorsProcess(): Promise<EmulatorsProcess> {
  const child = fork(PROCESS, [], { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const { endpoints } = await nextMessage<{ endpoints: Endpoints }>(child);
  let asked: Promise<ProcessUsage> | undefined;
  return {
    endpoints,
    usage() {
      asked ??= nextMessage<ProcessUsage>(child).finally(() => {
        asked = undefined;
      });
      child.send("usage");
      return asked;
    },
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
