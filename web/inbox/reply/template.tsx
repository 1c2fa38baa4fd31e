import { useEffect, useRef, useState } from "preact/hooks";
import { renderWhatsapp } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { MarkupLine } from "../../shared/markup.tsx";
import { say, settled } from "../data/acts.ts";
import { call, callPatiently } from "../data/call.ts";
import { loadChat, shown } from "../data/chat.ts";
import { staffName } from "../data/people.ts";
import { refreshNow } from "../data/polling.ts";
import { dialog } from "../dialogs.ts";
import { Modal } from "../parts/modal.tsx";
import { newestSeen } from "./send.ts";
import { costOf, isApproved, placesOf, previewOf, type Template } from "./template-values.ts";

type Loaded = { templates: readonly Template[] } | { problem: string } | "loading";

function useTemplates(number: string): Loaded {
  const [loaded, setLoaded] = useState<Loaded>("loading");
  useEffect(() => {
    let isCurrent = true;
    void call("templates", { params: { number } }).then((answer) => {
      if (!isCurrent) return;
      setLoaded(
        answer.ok ? { templates: answer.value.templates.filter(isApproved) } : { problem: answer.message },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [number]);
  return loaded;
}

const titleOf = ({ name, title = name, language = "" }: Template) => `${title} ${language}`.trim();

const Preview = ({ text }: { text: string }) => (
  <figure class="preview" dir="auto" aria-label="Preview">
    {renderWhatsapp(text).map((line, index) => (
      <MarkupLine key={index} line={line} />
    ))}
  </figure>
);

function Picker({ conversation, templates }: { conversation: string; templates: readonly Template[] }) {
  const [at, setAt] = useState(0);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  // A repeat of the same template with the same values is recognised by it.
  const id = useRef(crypto.randomUUID());
  const template = templates[at];
  if (!template) return <p class="empty">There is no approved template for this number.</p>;
  const { name, language } = template;
  async function send() {
    setBusy(true);
    const seen = newestSeen(conversation);
    const answer = await callPatiently("template", {
      params: { conversation },
      body: {
        template: { name, ...(language && { language }), values: { ...values } },
        id: id.current,
        ...omitUndefined({ seen }),
      },
    });
    setBusy(false);
    if (!answer.ok && answer.error === "newer-reply") {
      say(`${staffName(String(answer.detail.by))} has written since. Read it before you send this, too.`, {
        isBad: true,
      });
      await loadChat();
      return;
    }
    if (!settled(answer)) return;
    dialog.close();
    say("The template is on its way.");
    await refreshNow();
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        Template
        <select
          value={at}
          onChange={({ currentTarget }) => {
            setAt(Number(currentTarget.value));
            setValues({});
            id.current = crypto.randomUUID();
          }}
        >
          {templates.map((each, index) => (
            <option key={`${each.name} ${each.language}`} value={index}>
              {titleOf(each)}
            </option>
          ))}
        </select>
      </label>
      {placesOf(template).map(([place, label]) => (
        <label key={`${name} ${place}`}>
          {label}
          <input
            required
            autocomplete="off"
            dir="auto"
            value={values[place] ?? ""}
            onInput={({ currentTarget }) => {
              setValues({ ...values, [place]: currentTarget.value });
              id.current = crypto.randomUUID();
            }}
          />
        </label>
      ))}
      <Preview text={previewOf(template, values)} />
      <p class="quiet">{costOf(template)} How much depends on the customer’s country.</p>
      <footer class="modal-foot">
        <button type="button" onClick={dialog.close}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={isBusy}>
          Send the template
        </button>
      </footer>
    </form>
  );
}

/** The only thing that may be sent when the window is closed. */
export function TemplateDialog({ conversation }: { conversation: string }) {
  const number = shown.value.state === "ready" ? (shown.value.chat.number ?? "") : "";
  const loaded = useTemplates(number);
  return (
    <Modal title="Send a template" onClose={dialog.close}>
      {loaded === "loading" ? (
        <p class="empty">Loading…</p>
      ) : "problem" in loaded ? (
        <p class="empty">{loaded.problem}</p>
      ) : (
        <Picker conversation={conversation} templates={loaded.templates} />
      )}
    </Modal>
  );
}
