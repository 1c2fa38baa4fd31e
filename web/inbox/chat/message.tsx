import { Component } from "preact";
import type { DeliveryState } from "../../../lib/domain/inbound/inbound.ts";
import { renderWhatsapp } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { MarkupLine } from "../../shared/markup.tsx";
import { Ticks } from "../../shared/ticks.tsx";
import { timeOf } from "../../shared/time.ts";
import { isMe, type Message, staffName } from "../data/people.ts";
import { Icon, IconButton } from "../parts/icon.tsx";
import { quote, tryAgain } from "../reply/box.ts";
import { MessageFile } from "./message-file.tsx";
import { endingOf, kindOf, STATUSES, textBeside, withoutBrackets } from "./words.ts";

type MessageProps = { message: Message; isFirst: boolean; conversation: string; customer: string };

const TICKED: readonly string[] = ["sent", "delivered", "read", "played", "failed"] satisfies DeliveryState[];
const isTicked = (status: string | undefined): status is DeliveryState =>
  status !== undefined && TICKED.includes(status);

/** Whether something went wrong that staff can do something about. */
const isLost = ({ from, status }: Message) =>
  from !== "customer" && (status === "failed" || status === "unknown" || status === "cancelled");

const authorOf = ({ from, by }: Message, customer: string) =>
  ({
    customer,
    bot: by ? `Bot, sent by ${staffName(by)}` : "Bot",
    staff: isMe(by) ? "You" : by ? staffName(by) : "Business app",
    system: "Automatic message",
  })[from];

const Author = ({ children }: { children: string }) => <bdi class="author">{children}</bdi>;

function Failure({ message, conversation }: { message: Message; conversation: string }) {
  const { failure, status, from } = message;
  const isUnsure = status === "unknown";
  return (
    <div class={`failure ${isUnsure ? "is-unsure" : ""}`}>
      <span dir="auto">
        {failure?.text ?? (isUnsure ? "It may have arrived." : "It did not reach the customer.")}
        {failure?.code !== undefined && <span class="code">{` (${failure.code})`}</span>}
      </span>
      <button type="button" class="link" onClick={() => tryAgain(conversation, message)}>
        {message.kind === "template"
          ? "Send a template again"
          : from === "bot"
            ? "Send it yourself"
            : "Try again"}
      </button>
    </div>
  );
}

function Foot({ message: { at, from, status } }: { message: Message }) {
  const words = from === "customer" ? endingOf(status ?? "") : STATUSES[status ?? ""];
  return (
    <span class="foot">
      {words !== undefined && <span class="status">{words}</span>}
      <time>{timeOf(at)}</time>
      {from !== "customer" && isTicked(status) && <Ticks state={status} />}
    </span>
  );
}

/** One message, as the customer sees it. Drawn again only when it has changed. */
export class MessageView extends Component<MessageProps> {
  override shouldComponentUpdate(next: MessageProps) {
    const { message, isFirst } = this.props;
    return (
      next.isFirst !== isFirst ||
      next.message.id !== message.id ||
      next.message.status !== message.status ||
      JSON.stringify(next.message) !== JSON.stringify(message)
    );
  }

  override render({ message, isFirst, conversation, customer }: MessageProps) {
    const { from, kind, text, quoted, options = [], agentRead, media = [] } = message;
    const author = authorOf(message, customer);
    const label = kindOf(kind);
    const isOurFile = media.some(({ file, link }) => file !== undefined || link !== undefined);
    const words = label === undefined || isOurFile ? text : textBeside(text);
    const lines = words === "" ? [] : renderWhatsapp(words);
    return (
      <article
        class={`message is-${from} ${isFirst ? "is-first" : ""} ${isLost(message) ? "is-lost" : ""}`}
        data-id={message.id}
        aria-label={`${author}, ${timeOf(message.at)}`}
      >
        {isFirst && <Author>{author}</Author>}
        <div class="bubble">
          {quoted !== undefined && (
            <blockquote class="quoted" dir="auto">
              {quoted}
            </blockquote>
          )}
          {media.map((file) => (
            <MessageFile key={file.index} file={file} conversation={conversation} message={message.id} />
          ))}
          {label !== undefined && media.length === 0 && (
            <div class="media">
              <Icon name={kind === "template" ? "template" : "clip"} /> {label}
            </div>
          )}
          {lines.length > 0 && (
            <div class="text" dir="auto">
              {lines.map((line, index) => (
                <MarkupLine key={index} line={line} />
              ))}
            </div>
          )}
          {agentRead !== undefined && (
            <p class="agent-read">
              <span>The bot read:</span> <bdi>{withoutBrackets(agentRead)}</bdi>
            </p>
          )}
          {options.length > 0 && (
            <ul class="options" aria-label="Buttons">
              {options.map((option, index) => (
                <li key={index} dir="auto">
                  {option}
                </li>
              ))}
            </ul>
          )}
          <Foot message={message} />
        </div>
        {from === "customer" && (
          <IconButton
            name="quote"
            label="Quote this message"
            style="quote"
            onClick={() => quote(conversation, message)}
          />
        )}
        {isLost(message) && <Failure message={message} conversation={conversation} />}
      </article>
    );
  }
}
