export type LogLine = Readonly<Record<string, string | number>>;

const COMPARISON = /^\s*\$\.(\w+)\s*(=|!=|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?))/;

const COMPARED: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
};

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

function matches(
  found: string | number | undefined,
  operator: string,
  text?: string,
  number?: string,
): boolean {
  // A field that the line lacks matches nothing, not even "!=".
  if (found === undefined) return false;
  if (number !== undefined) {
    if (typeof found !== "number") return false;
    const wanted = Number(number);
    if (operator === "=" || operator === "!=") return (found === wanted) === (operator === "=");
    return COMPARED[operator]?.(found, wanted) ?? false;
  }
  const pattern = new RegExp(`^${(text ?? "").split("*").map(escaped).join(".*")}$`);
  return pattern.test(String(found)) === (operator === "=");
}

/**
 * Whether a metric filter's JSON pattern matches a line: comparisons, `*`, `&&`, `||` and parentheses.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matchesPattern(pattern: string, line: LogLine): boolean {
  let rest = /^\{([\s\S]*)\}$/.exec(pattern.trim())?.[1] ?? "";
  const skip = (token: string): boolean => {
    const trimmed = rest.trimStart();
    if (!trimmed.startsWith(token)) return false;
    rest = trimmed.slice(token.length);
    return true;
  };

  function either(): boolean {
    let result = both();
    while (skip("||")) result = both() || result;
    return result;
  }
  function both(): boolean {
    let result = single();
    while (skip("&&")) result = single() && result;
    return result;
  }
  function single(): boolean {
    if (skip("(")) {
      const result = either();
      if (!skip(")")) throw new Error(`A parenthesis is missing before "${rest}".`);
      return result;
    }
    const [all, field = "", operator = "", text, number] = COMPARISON.exec(rest) ?? [];
    if (all === undefined) throw new Error(`Cannot read "${rest}" in the pattern.`);
    rest = rest.slice(all.length);
    return matches(line[field], operator, text, number);
  }

  const result = either();
  if (rest.trim() !== "") throw new Error(`The pattern goes on with "${rest}".`);
  return result;
}
