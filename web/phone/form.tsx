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
        if (await send(valuesOf(form))) form.reset();
      }}
    >
      <h3>{title}</h3>
      <p class="quiet">{hint}</p>
      {children}
      <button type="submit">{button}</button>
    </form>
  );
}

export const Field = ({ name, label }: { name: string; label: string }) => (
  <label>
    {label} <input name={name} autocomplete="off" required />
  </label>
);
