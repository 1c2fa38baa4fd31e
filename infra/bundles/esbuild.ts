import esbuild from "esbuild";

let running = 0;

/**
 * esbuild's `build`. Its service, a process that keeps 200 MB and more after a build, ends with the last build that
 * runs.
 */
export const build: typeof esbuild.build = async (options) => {
  running += 1;
  try {
    return await esbuild.build(options);
  } finally {
    running -= 1;
    if (running === 0) await esbuild.stop();
  }
};
