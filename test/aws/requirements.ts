import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * With the emulator's packages; `undefined` when there is none. PYTHON in the environment names another one
 * than `python3`.
 */
export async function findPython(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const python = env.PYTHON ?? "python3";
  try {
    await run(python, ["-c", "import moto.moto_server.werkzeug_app, cfnlint, jmespath, yaml"]);
    return python;
  } catch {
    return undefined;
  }
}
