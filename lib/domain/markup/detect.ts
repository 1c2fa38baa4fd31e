/** WhatsApp would show these signs as they are. */
const ONLY_MARKDOWN = [
  /\*\*(?=\S)[^\n]*?\S\*\*/, // bold
  /(?<![\p{L}\p{N}_])__(?=\S)[^\n]*?\S__(?![\p{L}\p{N}_])/u,
  /~~(?=\S)[^\n]*?\S~~/, // strike-through
  /^ {0,3}#{1,6}[ \t]+\S/m, // heading
  /\[[^\]\n]*\]\([^\s)]+/, // link, image
  /\[[^\]\n]+\]\[[^\]\n]*\]/, // link by reference
  /^ {0,3}\[[^\]\n]+\]:[ \t]*\S/m,
  /<(?:https?:\/\/|mailto:)[^\s<>]+>/i,
  /^[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*$/m, // table
  /^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]/m, // task
  /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/m, // rule
  /^[ \t]*```[ \t]*[a-z][\w+#.-]*[ \t]*$/im, // fence with a language
  /<br\s*\/?>|&(?:nbsp|amp|lt|gt|quot|#\d+);/i,
  /<\/(?:p|li|ul|ol|div|b|strong|i|em|a|h[1-6]|table)>|<img\s/i,
  /\\[*_~`#[\]]/, // escape
  /\\\(|\\(?:frac|times|cdot|text|sqrt|approx|leq|geq)(?![a-z])/, // formula
];

/** Whether it is Markdown, not WhatsApp's markup. A lone `*x*` stays bold. Code does not count. */
export function looksLikeMarkdown(text: string): boolean {
  const sample = text.slice(0, 8_000);
  if (/^[ \t]*```[ \t]*[a-z][\w+#.-]*[ \t]*$/im.test(sample)) return true;
  const prose = sample.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
  return ONLY_MARKDOWN.some((pattern) => pattern.test(prose));
}
