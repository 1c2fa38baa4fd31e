import type { News } from "../../local/page/protocol.ts";
import { timeOf } from "../shared/time.ts";
import { act, actHere } from "./api.ts";
import { Field, Form } from "./form.tsx";
import { chatShown, chosen, news, numberShown } from "./state.ts";
import { TemplateForm } from "./template-form.tsx";

const Reply = () => (
  <Form
    title="Reply as a person"
    hint="Takes the chat over: the bot is silent until you hand it back, or for some hours after your last word."
    button="Reply"
    send={({ text = "" }) => actHere({ do: "reply", text })}
  >
    <Field name="text" label="Reply" />
  </Form>
);

function Steering() {
  const isOff = chatShown()?.switchedOff === true;
  return (
    <p class="row">
      <button type="button" onClick={() => actHere({ do: "pause" })}>
        Take over
      </button>
      <button type="button" onClick={() => actHere({ do: "resume" })}>
        Hand back to the bot
      </button>
      <button
        type="button"
        id="switch"
        onClick={() => act({ do: "switch", number: chosen.value.number, off: !isOff })}
      >
        {isOff ? "Switch the bot on" : "Switch the bot off"}
      </button>
    </p>
  );
}

const BusinessApp = () => (
  <Form
    title="Write in the WhatsApp Business app"
    hint="Somebody of yours answers on a phone; the system only hears of it, and goes quiet."
    button="Write"
    send={({ text = "" }) => actHere({ do: "echo", text })}
  >
    <Field name="text" label="Text" />
  </Form>
);

const NewsItem = ({ item }: { item: News }) => (
  <li>
    <details>
      <summary>{`${timeOf(item.at)} ${item.kind === "mail" ? `✉ ${item.subject}` : `◆ ${item.type}`}`}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long mail must scroll by keyboard */}
      <pre tabIndex={0} dir="auto">
        {item.kind === "mail" ? item.text : item.detail}
      </pre>
    </details>
  </li>
);

export const Staff = () => (
  <>
    <Reply />
    <Steering />
    {numberShown()?.lacking.includes("echo") ? (
      <p class="quiet">{numberShown()?.providerName} does not tell of what is written elsewhere.</p>
    ) : (
      <BusinessApp />
    )}
    <TemplateForm number={chosen.value.number} />
    <h3>Mails and events</h3>
    <ul class="news" id="news">
      {news.value.toReversed().map((item) => (
        <NewsItem key={item.id} item={item} />
      ))}
    </ul>
  </>
);
