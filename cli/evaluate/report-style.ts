/** For screens from 320 px, light and dark, and paper. */
export const STYLE = `
:root { color-scheme: light dark;
  --page: #f3f1ec; --card: #fff; --ink: #1c1e21; --soft: #5b6167; --line: #d9d5cc;
  --paper: #efe7dd; --ours: #fff; --theirs: #d7f5cb; --good: #17692f; --bad: #b3261e; --unsure: #7a5900; }
@media (prefers-color-scheme: dark) { :root {
  --page: #111518; --card: #1b2125; --ink: #e8eaec; --soft: #a3abb2; --line: #333c42;
  --paper: #0c1317; --ours: #21292e; --theirs: #0d4a3b; --good: #6fd58c; --bad: #ff8a80; --unsure: #f0c75e; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem clamp(.75rem, 3vw, 2.5rem); background: var(--page); color: var(--ink);
  font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 0; }
p { margin: .25rem 0; }
.soft { color: var(--soft); }
.summary { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); margin: 1rem 0 2rem; }
.summary > div { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; }
.bar { display: flex; height: .5rem; border-radius: .25rem; overflow: hidden; background: var(--line); margin-top: .5rem; }
.bar i { background: var(--good); } .bar b { background: var(--bad); }
.chats { display: grid; gap: 1.5rem; align-items: start; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
.chats.two { grid-template-columns: minmax(0, 1fr); }
.chat.two { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.phone { max-width: 34rem; width: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem; overflow: hidden;
  display: flex; flex-direction: column; }
.phone > header { display: flex; justify-content: space-between; gap: 1rem; padding: .6rem 1rem; border-bottom: 1px solid var(--line); }
.screen { flex: 1; background: var(--paper); padding: .9rem .75rem; display: flex; flex-direction: column; gap: .5rem; }
.bubble { max-width: 88%; padding: .45rem .7rem; border-radius: .75rem; white-space: pre-wrap; width: fit-content; }
.customer { align-self: flex-end; background: var(--theirs); border-end-end-radius: .15rem; }
.business { align-self: flex-start; background: var(--ours); border-end-start-radius: .15rem; }
.bubble blockquote { margin: 0; padding-inline-start: .5rem; border-inline-start: 3px solid var(--soft); }
.bubble code { font-family: ui-monospace, monospace; font-size: .92em; }
.option { display: block; margin-top: .4rem; padding: .3rem .6rem; text-align: center; border: 1px solid var(--line); border-radius: .5rem; }
.checks { list-style: none; margin: .1rem 0 .6rem; padding: 0; font-size: .9rem; }
.checks li { padding: .15rem .5rem; }
.checks b { font-weight: 600; }
.passed { color: var(--good); } .failed { color: var(--bad); } .undecided, .not-asked { color: var(--unsure); }
details.checks summary { padding: .15rem .5rem; cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--ink); }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #999; --paper: #fff;
    --ours: #fff; --theirs: #eee; --good: #17692f; --bad: #b3261e; --unsure: #7a5900; }
  body { padding: 0; font-size: 11pt; }
  .bubble { border: 1px solid var(--line); }
  .phone, .chat { break-inside: avoid; }
  .chats { display: block; } .chat { margin-bottom: 1rem; }
  .bar { display: none; }
}
`;
