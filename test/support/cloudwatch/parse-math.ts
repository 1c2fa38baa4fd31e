export type Node =
  | { kind: "number"; value: number }
  | { kind: "name"; name: string }
  | { kind: "list"; items: readonly Node[] }
  | { kind: "operation"; operator: string; left: Node; right: Node }
  | { kind: "call"; name: string; args: readonly Node[] };

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|<=|>=|==|!=|&&|\|\||[-+*/^<>(),[\]])/y;
const SAME: Readonly<Record<string, string>> = { "&&": "AND", "||": "OR" };

/** From the loosest to the tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ["OR"],
  ["AND"],
  ["<", ">", "<=", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
  ["^"],
];

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ""; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new Error(`Cannot read "${text.slice(at)}" in "${text}".`);
    tokens.push(SAME[token] ?? token);
  }
  return tokens;
}

/** Throws for what is not an expression. */
export function parseMath(text: string): Node {
  const tokens = tokensOf(text);
  const next = () => tokens[0];
  const take = (wanted?: string): string => {
    const token = tokens.shift();
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new Error(`"${text}" has ${token ?? "its end"} where ${wanted ?? "more"} should be.`);
    return token;
  };

  function listUntil(end: string): Node[] {
    const items: Node[] = [];
    while (next() !== end) {
      items.push(level(0));
      if (next() !== end) take(",");
    }
    take(end);
    return items;
  }

  function operand(): Node {
    const token = take();
    if (token === "-")
      return { kind: "operation", operator: "-", left: { kind: "number", value: 0 }, right: operand() };
    if (token === "[") return { kind: "list", items: listUntil("]") };
    if (token === "(") {
      const inner = level(0);
      take(")");
      return inner;
    }
    if (/^\d/.test(token)) return { kind: "number", value: Number(token) };
    if (next() !== "(") return { kind: "name", name: token };
    take("(");
    return { kind: "call", name: token, args: listUntil(")") };
  }

  function level(at: number): Node {
    const operators = LEVELS[at];
    if (!operators) return operand();
    let left = level(at + 1);
    for (let token = next(); token !== undefined && operators.includes(token); token = next()) {
      take();
      left = { kind: "operation", operator: token, left, right: level(at + 1) };
    }
    return left;
  }

  const parsed = level(0);
  if (tokens.length > 0) throw new Error(`"${text}" goes on with ${tokens[0]} where it should end.`);
  return parsed;
}
