import { actHere } from "./api.js";
import { h, timeOf } from "./dom.js";
import { state } from "./state.js";

const TICKS = {
  sent: ["✓", "sent"],
  delivered: ["✓✓", "delivered"],
  read: ["✓✓", "read"],
  played: ["✓✓", "played"],
  failed: ["!", "not delivered"],
};

const KINDS = {
  photo: "📷 Photo",
  voice: "🎤 Voice note, 0:07",
  video: "🎬 Video",
  audio: "🎵 Audio",
  document: "📄 Document",
  sticker: "Sticker",
  location: "📍 Location",
  contact: "👤 Contact card",
  reaction: "Reaction",
};

const LINK = /https?:\/\/[^\s)]+/g;

/** Links open elsewhere; everything else is text. */
function linked(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(at, match.index), h("a", { href: match[0], target: "_blank", rel: "noopener noreferrer" }, match[0]));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

function styled({ text, bold, italic, strike, code }) {
  let found = code ? [h("code", {}, text)] : linked(text);
  if (strike) found = [h("s", {}, ...found)];
  if (italic) found = [h("i", {}, ...found)];
  if (bold) found = [h("b", {}, ...found)];
  return found;
}

/** As WhatsApp shows its markup: the stack has read it already. */
const line = ({ kind, spans }) => h("div", { class: `line is-${kind}` }, ...spans.flatMap(styled));

function options(bubble) {
  if (!bubble.options?.length) return undefined;
  const tap = (option) => actHere({ do: "tap", message: bubble.id, option });
  const buttons = bubble.options.map((option) => h("button", { type: "button", class: "option", onclick: () => tap(option) }, option));
  // More than three is a list, which opens.
  if (bubble.options.length > 3) return h("details", { class: "list" }, h("summary", {}, "☰ Choose"), ...buttons);
  return h("div", { class: "options" }, ...buttons);
}

function quoted(id) {
  const before = state.bubbles.get(id);
  return before && h("blockquote", { class: "quoted", dir: "auto" }, before.text || KINDS[before.kind] || "");
}

function preview({ lines, text }) {
  const [link] = lines.length > 0 ? (text.match(LINK) ?? []) : [];
  return link && h("div", { class: "card" }, h("b", {}, new URL(link).hostname), h("span", {}, link));
}

function actions(bubble, onQuote) {
  const meta = state.numbers.find(({ name }) => name === bubble.number)?.provider === "meta";
  return h(
    "span",
    { class: "actions" },
    h("button", { type: "button", "aria-label": "Answer this message", title: "Answer", onclick: () => onQuote(bubble) }, "↩"),
    meta &&
      bubble.from === "business" &&
      h(
        "button",
        {
          type: "button",
          "aria-label": "React with a thumb",
          title: "React",
          onclick: () => actHere({ do: "react", message: bubble.id, emoji: bubble.reaction ? "" : "👍" }),
        },
        "👍",
      ),
  );
}

/** One bubble as the customer's phone shows it: their own on the right. */
export function bubbleOf(bubble, onQuote) {
  const own = bubble.from === "customer";
  const [mark, said] = TICKS[bubble.ticks] ?? ["", ""];
  const tag = bubble.template ? "template" : bubble.by === "person" ? "from the Business app" : undefined;
  const who = own ? "You" : "Business";
  const media = bubble.kind === "text" ? undefined : (KINDS[bubble.kind] ?? bubble.kind);
  // Without a caption the text says no more than the picture's name.
  const lines = media?.endsWith(bubble.text) ? [] : bubble.lines;
  return h(
    "article",
    { class: `bubble ${own ? "own" : "other"} ${bubble.ticks === "failed" ? "failed" : ""}`, "data-id": bubble.id, "aria-label": who },
    tag && h("span", { class: "tag" }, tag),
    bubble.quoting && quoted(bubble.quoting),
    media && h("div", { class: `media ${bubble.kind}` }, media),
    h("div", { class: "text", dir: "auto" }, ...lines.map(line)),
    bubble.preview && preview(bubble),
    h(
      "span",
      { class: "foot" },
      h("time", {}, timeOf(bubble.at)),
      mark && h("span", { class: `ticks ${bubble.ticks}`, title: said, role: "img", "aria-label": said }, mark),
    ),
    bubble.businessReaction &&
      h(
        "span",
        { class: "reaction of-business", role: "img", "aria-label": `Reaction of the business ${bubble.businessReaction}` },
        bubble.businessReaction,
      ),
    bubble.reaction && h("span", { class: "reaction", role: "img", "aria-label": `Reaction ${bubble.reaction}` }, bubble.reaction),
    actions(bubble, onQuote),
    options(bubble),
  );
}
