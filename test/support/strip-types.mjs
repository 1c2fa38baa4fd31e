import { stripTypeScriptTypes } from "node:module";

/**
 * Jest transform: types become spaces, as when Node runs these files, so that lines and columns stay without
 * a source map.
 */
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
