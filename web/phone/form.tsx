import type { ComponentChildren } from "preact";

type FormProps = {
  title: string;
  hint: string;
  button: string;
  /** A true result empties the fields. */
  send(given: Readonly<Record<string, string>>): Promise<unknown>;
  children: ComponentChildren;
};

const valuesOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

export function Form({ title, hint, button, send, children }: FormProps) {
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        if (!(await send(valuesOf(form)))) return;
        for (const input of form.querySelectorAll("input")) input.value = "";
      }}
    >
      <h3>{title}</h3>
      <p class="quiet">{hint}</p>
      {children}
      <button type="submit">{button}</button>
    </form>
  );
}

type FieldProps = { name: string; label: string; begun: string | undefined; onWrite(text: string): void };

/** `begun`: what was written before. */
export const Field = ({ name, label, begun = "", onWrite }: FieldProps) => (
  <label>
    {label}{" "}
    <input
      name={name}
      autocomplete="off"
      required
      defaultValue={begun}
      onInput={({ currentTarget }) => onWrite(currentTarget.value)}
    />
  </label>
);
