/** No quoted local parts or bare hosts. Matches only at the start of a word: linear in time. */
const ADDRESS =
  /(?<![\p{L}\p{N}._%+@-])([\p{L}\p{N}](?:[\p{L}\p{N}._%+-]{0,62}[\p{L}\p{N}_%+-])?)@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24})(?![\p{L}\p{N}@-])/gu;

/** In their order, each once. Only the domain is lower-cased: before it case may matter. */
export function emailsIn(text: string): string[] {
  const found = Array.from(text.matchAll(ADDRESS), ([, local = "", domain = ""]) =>
    local.includes("..") ? "" : `${local}@${domain.toLowerCase()}`,
  );
  return [...new Set(found)].filter(Boolean);
}
