const DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const CODE = /(?<!`)(`+)(?!`)([^`]+)\1(?!`)/g;

/** Markdown would end a cell at a pipe within code. */
export function withCodePipes(markdown: string): string {
  if (!markdown.includes("`") || !markdown.includes("|")) return markdown;
  const lines = markdown.split("\n");
  let [fenced, inTable] = [false, false];
  return lines
    .map((line, index) => {
      if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
      inTable =
        !fenced && line.trim() !== "" && (inTable || [line, lines[index + 1] ?? ""].some(isDelimiter));
      return inTable ? line.replace(CODE, (code) => code.replace(/(?<!\\)\|/g, "\\|")) : line;
    })
    .join("\n");
}

const isDelimiter = (line: string) => line.includes("|") && DELIMITER.test(line.trim());
