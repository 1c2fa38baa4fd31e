import { Component } from "preact";
import type { Bubble } from "../../local/page/protocol/protocol.ts";
import { MarkupLine } from "../shared/markup.tsx";
import { Ticks } from "../shared/ticks.tsx";
import { timeOf } from "../shared/time.ts";
import { actHere } from "./api.ts";
import { quote } from "./composer.tsx";
import { MediaView, mediaName } from "./media.tsx";
import { bubbles, numbers } from "./state.ts";

/** Its name stands above. */
const withoutName = ({ lines, text, file }: Bubble) =>
  file?.name !== undefined && text.startsWith(`${file.name}\n`) ? lines.slice(1) : lines;

/** WhatsApp shows more options as a list. */
const MAX_BUTTONS = 3;

function Options({ bubble: { id, options = [] } }: { bubble: Bubble }) {
  if (options.length === 0) return null;
  const buttons = options.map((option) => (
    <button
      key={option}
      type="button"
      class="option"
      onClick={() => actHere({ do: "tap", message: id, option })}
    >
      {option}
    </button>
  ));
  if (options.length <= MAX_BUTTONS) return <div class="options">{buttons}</div>;
  return (
    <details class="list">
      <summary>☰ Choose</summary>
      {buttons}
    </details>
  );
}

function Quoted({ id }: { id: string }) {
  const quoted = bubbles.value.get(id);
  if (!quoted) return null;
  return (
    <blockquote class="quoted" dir="auto">
      {quoted.text || mediaName(quoted) || ""}
    </blockquote>
  );
}

function Actions({ bubble }: { bubble: Bubble }) {
  const number = numbers.value.find(({ name }) => name === bubble.number);
  const canReact = number !== undefined && !number.lacking.includes("react");
  const react = () => actHere({ do: "react", message: bubble.id, emoji: bubble.reaction ? "" : "👍" });
  return (
    <span class="actions">
      <button type="button" aria-label="Answer this message" title="Answer" onClick={() => quote(bubble)}>
        ↩
      </button>
      {canReact && bubble.from === "business" && (
        <button type="button" aria-label="React with a thumb" title="React" onClick={react}>
          👍
        </button>
      )}
    </span>
  );
}

const Reaction = ({
  emoji,
  label,
  style = "",
}: {
  emoji: string | undefined;
  label: string;
  style?: string;
}) =>
  emoji ? (
    <span class={`reaction ${style}`} role="img" aria-label={`${label} ${emoji}`}>
      {emoji}
    </span>
  ) : null;

/** Drawn again only when it has changed. */
export class BubbleView extends Component<{ bubble: Bubble }> {
  override shouldComponentUpdate(next: { bubble: Bubble }) {
    return next.bubble !== this.props.bubble;
  }

  override render({ bubble }: { bubble: Bubble }) {
    const isOwn = bubble.from === "customer";
    const tag = bubble.template ? "template" : bubble.by === "person" ? "from the Business app" : undefined;
    const media = mediaName(bubble);
    // Without a caption the text says no more than the picture's name.
    const lines = media?.endsWith(bubble.text) ? [] : withoutName(bubble);
    return (
      <article
        class={`bubble ${isOwn ? "own" : "other"} ${bubble.ticks === "failed" ? "failed" : ""}`}
        data-id={bubble.id}
        aria-label={isOwn ? "You" : "Business"}
      >
        {tag && <span class="tag">{tag}</span>}
        {bubble.quoting && <Quoted id={bubble.quoting} />}
        {media && <MediaView bubble={bubble} name={media} />}
        <div class="text" dir="auto">
          {lines.map((line, index) => (
            <MarkupLine key={index} line={line} />
          ))}
        </div>
        <span class="foot">
          <time>{timeOf(bubble.at)}</time>
          <Ticks state={bubble.ticks} />
        </span>
        <Reaction emoji={bubble.businessReaction} label="Reaction of the business" style="of-business" />
        <Reaction emoji={bubble.reaction} label="Reaction" />
        <Actions bubble={bubble} />
        <Options bubble={bubble} />
      </article>
    );
  }
}
