import { everyLanguage } from "../../language/languages.ts";
import { compileKeywords } from "./compile.ts";

/** Evaluated when a function is bundled (infra/bundles/at-build.ts): a cold start parses no lists. */
export const BUILT_IN_KEYWORDS = compileKeywords(everyLanguage().map(({ keywords }) => keywords));
