const NAMES =
  "think|thinking|thoughts?|reasoning|reflection|scratchpad|analysis|planning|antthinking|inner_monologue|(?:inner|internal)_thoughts|chain_of_thought";
const OPEN = `(?:<|&lt;)(?:[a-z]+:)?(?:${NAMES})(?:\\s[^<>\\n]{0,100})?(?:>|&gt;)|\\[THINK\\]|◁think▷|<\\|begin_of_thought\\|>|<\\|channel\\|>analysis<\\|message\\|>`;
const CLOSE = `(?:<|&lt;)/(?:[a-z]+:)?(?:${NAMES})(?:>|&gt;)|\\[/THINK\\]|◁/think▷|<\\|end_of_thought\\|>|<\\|channel\\|>final<\\|message\\|>`;
const CODE = "^(?<fence>`{3,}|~{3,})[^\\n]*\\n[\\s\\S]*?^\\k<fence>|`[^`\\n]+`";

const ANY = new RegExp(`${OPEN}|${CLOSE}`, "i");
const TOKEN = new RegExp(`(?<code>${CODE})|(?<open>${OPEN})|(?<close>${CLOSE})`, "gim");
const END = new RegExp(CLOSE, "gi");
/** A fence at the start that begins with thinking, or is named so, is there because of it, not to talk about it. */
const FENCED = new RegExp(`^\\s*(\`{3,}|~{3,})(?:(?<named>${NAMES})[ \\t]*\\n|[^\\n]*\\n(?=\\s*(?:${OPEN})))`, "i");

const MAX_FENCES = 10;

/**
 * An answer without what the model thought before it (`<think>…</think>` and its like): that is never for the customer.
 * Thinking without an end reaches to the end of the answer, an end without a start means that all before it is thinking.
 * Tags in code are only talked about and stay, also one within a sentence that never ends. Linear in time.
 */
export function withoutThinking(answer: string): string {
  const shown: string[] = [];
  let rest = answer;
  for (let start = FENCED.exec(rest); start !== null && shown.length < MAX_FENCES; start = FENCED.exec(rest)) {
    const fenced = rest.slice(start[0].length);
    const end = new RegExp(`^${start[1]}[\`~]*[ \\t]*$`, "m").exec(fenced);
    shown.push(start.groups?.named === undefined ? withoutTags(fenced.slice(0, end?.index)) : "");
    rest = end === null ? "" : fenced.slice(end.index + end[0].length);
  }
  return shown.length === 0 ? withoutTags(rest) : [...shown, withoutTags(rest)].join("\n\n").trim();
}

function withoutTags(answer: string): string {
  if (!ANY.test(answer)) return answer;
  let shown = "";
  let at = 0;
  let mayEnd = true;
  for (TOKEN.lastIndex = 0; ; TOKEN.lastIndex = at) {
    const token = TOKEN.exec(answer);
    if (token === null) break;
    const end = token.index + token[0].length;
    const before = answer.slice(at, token.index);
    shown += before;
    at = end;
    if (token.groups?.close !== undefined) shown = "";
    else if (token.groups?.code !== undefined) shown += token[0];
    else {
      END.lastIndex = end;
      const close: RegExpExecArray | null = mayEnd ? END.exec(answer) : null;
      mayEnd = close !== null;
      if (close === null && /(?:^|\n)[ \t]*$/.test(before)) return shown.trim();
      shown += close === null ? token[0] : " ";
      at = close === null ? end : close.index + close[0].length;
    }
  }
  return (shown + answer.slice(at)).trim();
}
