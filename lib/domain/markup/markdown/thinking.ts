const NAMES =
  "think|thinking|thoughts?|reasoning|reflection|scratchpad|analysis|planning|antthinking|inner_monologue|(?:inner|internal)_thoughts|chain_of_thought";
const OPEN = `(?:<|&lt;)(?:[a-z]+:)?(?:${NAMES})(?:\\s[^<>\\n]{0,100})?(?:>|&gt;)|\\[THINK\\]|◁think▷|<\\|begin_of_thought\\|>|<\\|channel\\|>analysis<\\|message\\|>`;
const CLOSE = `(?:<|&lt;)/(?:[a-z]+:)?(?:${NAMES})(?:>|&gt;)|\\[/THINK\\]|◁/think▷|<\\|end_of_thought\\|>|<\\|channel\\|>final<\\|message\\|>`;
const CODE = "^(?<fence>`{3,}|~{3,})[^\\n]*\\n[\\s\\S]*?^\\k<fence>|`[^`\\n]+`";

const ANY_TAG = new RegExp(`${OPEN}|${CLOSE}`, "i");
const TOKEN = new RegExp(`(?<code>${CODE})|(?<open>${OPEN})|(?<close>${CLOSE})`, "gim");
const CLOSE_TAG = new RegExp(CLOSE, "gi");
/** A fence at the start that begins with thinking or has its name is not just an example of it. */
const FENCED = new RegExp(
  `^\\s*(\`{3,}|~{3,})(?:(?<named>${NAMES})[ \\t]*\\n|[^\\n]*\\n(?=\\s*(?:${OPEN})))`,
  "i",
);

const MAX_FENCES = 10;

/**
 * The model's thinking (`<think>…</think>` and the like) is never for the customer.
 * Without an end it reaches to the end of the answer, without a start from the beginning. Tags in code, or
 * unclosed within a sentence, are only talked about and stay. Linear in time.
 */
export function withoutThinking(answer: string): string {
  const visible: string[] = [];
  let rest = answer;
  for (
    let start = FENCED.exec(rest);
    start !== null && visible.length < MAX_FENCES;
    start = FENCED.exec(rest)
  ) {
    const fenced = rest.slice(start[0].length);
    const end = new RegExp(`^${start[1]}[\`~]*[ \\t]*$`, "m").exec(fenced);
    visible.push(start.groups?.named === undefined ? withoutTags(fenced.slice(0, end?.index)) : "");
    rest = end === null ? "" : fenced.slice(end.index + end[0].length);
  }
  return visible.length === 0 ? withoutTags(rest) : [...visible, withoutTags(rest)].join("\n\n").trim();
}

function withoutTags(answer: string): string {
  if (!ANY_TAG.test(answer)) return answer;
  let visible = "";
  let at = 0;
  let mayBeClosed = true;
  for (TOKEN.lastIndex = 0; ; TOKEN.lastIndex = at) {
    const token = TOKEN.exec(answer);
    if (token === null) break;
    const end = token.index + token[0].length;
    const before = answer.slice(at, token.index);
    visible += before;
    at = end;
    if (token.groups?.close !== undefined) visible = "";
    else if (token.groups?.code !== undefined) visible += token[0];
    else {
      CLOSE_TAG.lastIndex = end;
      const close: RegExpExecArray | null = mayBeClosed ? CLOSE_TAG.exec(answer) : null;
      mayBeClosed = close !== null;
      if (close === null && /(?:^|\n)[ \t]*$/.test(before)) return visible.trim();
      visible += close === null ? token[0] : " ";
      at = close === null ? end : close.index + close[0].length;
    }
  }
  return (visible + answer.slice(at)).trim();
}
