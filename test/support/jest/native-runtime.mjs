import { createRequire, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const GLOBALS = new URL("globals.mjs", import.meta.url);
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "@jest/globals" ? { url: GLOBALS.href, shortCircuit: true } : next(specifier, context),
});
const nativeRequire = createRequire(import.meta.url);

/**
 * Jest's `runtime`: what jest-runner and jest-circus ask of one. Node itself loads a test and its modules, as it
 * does for users, and keeps them for the next file in the same worker. Jest's own runtime reads and evaluates all
 * of them again for each file. So modules are shared between the files of a worker, and `jest.mock` does not exist.
 */
class NativeRuntime {
  /** A new jest-circus for each file: it keeps what it knows of one in its modules and in this global. */
  requireInternalModule(path) {
    delete nativeRequire.cache[path];
    globalThis[Symbol.for("EVENT_HANDLERS")] = undefined;
    return nativeRequire(path);
  }
  setGlobalsForRuntime(globals) {
    nativeRequire(fileURLToPath(GLOBALS)).use(globals);
  }
  unstable_shouldLoadAsEsm = () => true;
  unstable_importModule = (path) => import(pathToFileURL(path).href);
  requireModule = nativeRequire;
  getSourceMaps = () => new Map();
  getAllCoverageInfoCopy() {}
  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}

/** Jest loads it with `require`. */
export { NativeRuntime as "module.exports" };
