import { useEffect, useState } from "preact/hooks";
import { act, actHere } from "./api.ts";
import { Field, Form } from "./form.tsx";

/** As `GET /conversations/templates` lists them. */
type Template = {
  name: string;
  title?: string;
  language?: string;
  status: string;
  body: { text: string; placeholders: readonly string[] };
  header?: { type: string; placeholders: readonly string[] };
  buttons?: readonly { type: string; index: number }[];
};

/** What must be filled in, by the names that the operator API takes. */
function placesOf({ header, body, buttons = [] }: Template): string[] {
  return [
    ...(header?.type === "text" ? header.placeholders.map(() => "header") : header ? ["header"] : []),
    ...body.placeholders,
    ...buttons.filter(({ type }) => type !== "quick_reply").map(({ index }) => `button.${index}`),
  ];
}

function useTemplates(number: string): readonly Template[] {
  const [templates, setTemplates] = useState<readonly Template[]>([]);
  useEffect(() => {
    let isCurrent = number !== "";
    if (isCurrent)
      void act({ do: "list-templates", number }, { keepProblem: true }).then((listed) => {
        const data = listed?.ok ? (listed.data as { templates?: readonly Template[] }) : undefined;
        // Another number may have been chosen in the meantime.
        if (isCurrent) setTemplates((data?.templates ?? []).filter(({ status }) => /approved/i.test(status)));
      });
    return () => {
      isCurrent = false;
    };
  }, [number]);
  return templates;
}

export function TemplateForm({ number }: { number: string }) {
  const templates = useTemplates(number);
  const [index, setIndex] = useState(0);
  const chosen = templates[index];
  async function send(given: Readonly<Record<string, string>>) {
    if (!chosen) return undefined;
    const { name, language } = chosen;
    const values = Object.fromEntries(
      placesOf(chosen).map((place) => [place, given[`value.${place}`] ?? ""]),
    );
    const sent = await actHere({
      do: "send-template",
      template: { name, ...(language && { language }), values },
    });
    if (sent) setIndex(0);
    return sent;
  }
  return (
    <Form
      title="Send a template"
      hint="The only thing that may be sent when the window is closed."
      button="Send the template"
      send={send}
    >
      <label>
        Template{" "}
        <select
          name="name"
          value={index}
          onChange={({ currentTarget }) => setIndex(Number(currentTarget.value))}
        >
          {templates.map(({ name, title = name, language = "" }, at) => (
            <option key={`${name} ${language}`} value={at}>{`${title} ${language}`}</option>
          ))}
        </select>
      </label>
      <div class="places">
        {chosen && (
          <>
            <p class="quiet" dir="auto">
              {chosen.body.text}
            </p>
            {placesOf(chosen).map((place) => (
              <Field key={`${chosen.name} ${place}`} name={`value.${place}`} label={place} />
            ))}
          </>
        )}
      </div>
    </Form>
  );
}
