import type { TemplateDefinition } from "./template.ts";

/** Names of categories that are no marketing; OTP and TRANSACTIONAL are former ones. */
const OTHERS = ["UTILITY", "AUTHENTICATION", "SERVICE", "OTP", "TRANSACTIONAL"];

/** By the category that the provider lists. "unknown": the provider lists none, or one that we do not know. */
export function purposeOf({
  category = "",
}: Pick<TemplateDefinition, "category">): "marketing" | "other" | "unknown" {
  const name = category.trim().toUpperCase();
  if (name === "MARKETING") return "marketing";
  return OTHERS.includes(name) ? "other" : "unknown";
}
