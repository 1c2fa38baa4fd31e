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

/**
 * An answer without what the model thought before it (`<think>…</think>` and its like): that is never for the customer.
 * Thinking without an end reaches to the end of the answer, an end without a start means that all before it is thinking.
 * Tags in code are only talked about and stay, also one within a sentence that never ends. Linear in time.
 */
export function withoutThinking(answer: string): string {
  const fenceStart = FENCED.exec(answer);
  if (fenceStart !== null) {
    const [start, fence = ""] = fenceStart;
    const [fenced = "", ...rest] = answer.slice(start.length).split(new RegExp(`^${fence}[\`~]*[ \\t]*$`, "m"));
    const shown = fenceStart.groups?.named === undefined ? withoutThinking(fenced) : "";
    return `${shown}\n\n${withoutThinking(rest.join(fence))}`.trim();
  }
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
