import type { News } from "../../local/page/protocol/protocol.ts";
import { timeOf } from "../shared/time.ts";
import { actHere } from "./api.ts";
import { Field, Form } from "./form.tsx";
import { chosen, keyOf, news, numberShown } from "./state.ts";

/** By chat: another one has its own words. */
const drafts = new Map<string, string>();

const BusinessApp = ({ chat }: { chat: string }) => (
  <Form
    title="Write in the WhatsApp Business app"
    hint="Somebody of yours answers on a phone; the system only hears of it, and goes quiet."
    button="Write"
    send={async ({ text = "" }) => {
      const done = await actHere({ do: "echo", text });
      if (done) drafts.delete(chat);
      return done;
    }}
  >
    <Field name="text" label="Text" begun={drafts.get(chat)} onWrite={(text) => drafts.set(chat, text)} />
  </Form>
);

const OWN_LINK = /(http:\/\/localhost:\d+\/inbox#[\w%.~-]+)/;

/** Links into the inbox of this machine can be followed. */
const withLinks = (text: string) =>
  text.split(OWN_LINK).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} target="_blank" rel="noopener">
        {part}
      </a>
    ),
  );

const NewsItem = ({ item }: { item: News }) => (
  <li>
    <details>
      <summary>{`${timeOf(item.at)} ${item.kind === "mail" ? `✉ ${item.subject}` : `◆ ${item.type}`}`}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long mail must scroll by keyboard */}
      <pre tabIndex={0} dir="auto">
        {item.kind === "mail" ? withLinks(item.text) : item.detail}
      </pre>
    </details>
  </li>
);

export const Elsewhere = () => (
  <>
    {numberShown()?.lacking.includes("echo") ? (
      <p class="quiet">{numberShown()?.providerName} does not tell of what is written elsewhere.</p>
    ) : (
      <BusinessApp key={keyOf(chosen.value)} chat={keyOf(chosen.value)} />
    )}
    <h3>Mails and events</h3>
    <ul class="news" id="news">
      {news.value.toReversed().map((item) => (
        <NewsItem key={item.id} item={item} />
      ))}
    </ul>
  </>
);
