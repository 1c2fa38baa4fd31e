const SUPERSCRIPTS = new Map(
  Array.from(
    "0⁰ 1¹ 2² 3³ 4⁴ 5⁵ 6⁶ 7⁷ 8⁸ 9⁹ +⁺ -⁻ −⁻ =⁼ (⁽ )⁾ nⁿ iⁱ".matchAll(/(\S)(\S)/g),
    ([, from = "", to = ""]) => [from, to],
  ),
);
const SUBSCRIPTS = new Map(
  Array.from(
    "0₀ 1₁ 2₂ 3₃ 4₄ 5₅ 6₆ 7₇ 8₈ 9₉ +₊ -₋ −₋ =₌ (₍ )₎ iᵢ jⱼ nₙ xₓ".matchAll(/(\S)(\S)/g),
    ([, from = "", to = ""]) => [from, to],
  ),
);

const mapped = (text: string, signs: ReadonlyMap<string, string>) => {
  const mappedSigns = Array.from(text, (character) => signs.get(character));
  return mappedSigns.includes(undefined) ? undefined : mappedSigns.join("");
};

/** `undefined` when Unicode lacks one of the characters. */
export const superscript = (text: string) => mapped(text, SUPERSCRIPTS);
export const subscript = (text: string) => mapped(text, SUBSCRIPTS);
