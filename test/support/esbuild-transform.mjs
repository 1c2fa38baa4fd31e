import { transformSync } from "esbuild";

/** Jest transform: TypeScript to ES modules with inline source maps. */
export default {
  process: (source, path) =>
    transformSync(source, { loader: "ts", format: "esm", target: "node24", sourcefile: path, sourcemap: "inline" }),
};
