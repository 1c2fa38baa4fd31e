import { useRef } from "preact/hooks";
import type { PageCustomer } from "../../local/page/protocol/protocol.ts";
import { plainText } from "../shared/markup.tsx";
import { act } from "./api.ts";
import { Guide } from "./guide.tsx";
import { bubbles, choose, chosen, customers, everySecond, numbers, suspensionOf } from "./state.ts";

function Customer({ customer: { id, name, phone, country } }: { customer: PageCustomer }) {
  const last = [...bubbles.value.values()].findLast((bubble) => bubble.customer === id);
  return (
    <li>
      <button
        type="button"
        data-customer={id}
        aria-current={id === chosen.value.customer ? "true" : undefined}
        onClick={() => choose({ customer: id })}
      >
        <b>{name}</b>
        <span class="quiet">{`${phone ? `+${phone}` : "user id only"} · ${country}`}</span>
        <span class="last" dir="auto">
          {last && plainText(last.lines)}
        </span>
      </button>
    </li>
  );
}

function NewCustomer() {
  const details = useRef<HTMLDetailsElement>(null);
  async function add(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const field = (name: string) => String(given.get(name) ?? "");
    const [phone, country] = [field("phone"), field("country").toUpperCase()];
    const added = await act({
      do: "add-customer",
      name: field("name"),
      ...(phone && { phone }),
      ...(country && { country }),
    });
    if (!added?.ok || added.customer === undefined) return;
    form.reset();
    if (details.current) details.current.open = false;
    choose({ customer: added.customer });
  }
  return (
    <details id="new-customer" ref={details}>
      <summary>Another customer</summary>
      <form id="add-customer" onSubmit={add}>
        <label>
          Name <input name="name" required maxLength={40} autocomplete="off" />
        </label>
        <label>
          Phone, digits with country code{" "}
          <input
            name="phone"
            inputMode="numeric"
            pattern="[0-9]{7,15}"
            autocomplete="off"
            aria-describedby="phone-hint"
          />
        </label>
        <p id="phone-hint" class="quiet">
          Empty: known by a user id only, as customers with a username are.
        </p>
        <label>
          Country, two letters{" "}
          <input name="country" maxLength={2} pattern="[A-Za-z]{2}" defaultValue="US" autocomplete="off" />
        </label>
        <button type="submit">Add</button>
      </form>
    </details>
  );
}

function Stopped({ number }: { number: string }) {
  everySecond();
  const suspension = suspensionOf(number);
  return suspension?.code === undefined ? null : <span class="badge bad">stopped</span>;
}

const Numbers = () => (
  <div id="numbers" role="radiogroup" aria-label="The business's number">
    {numbers.value.map(({ name, providerName, display }) => (
      <label key={name} class="radio">
        <input
          type="radio"
          name="number"
          value={name}
          checked={name === chosen.value.number}
          onChange={() => choose({ number: name })}
        />
        <span>
          <b>{name}</b>
          {` ${providerName} ${display}`}
        </span>
        <Stopped number={name} />
      </label>
    ))}
  </div>
);

export const Customers = () => (
  <section class="chats" aria-labelledby="chats-title">
    <h2 id="chats-title">Customers</h2>
    <ul id="customers">
      {[...customers.value.values()].map((customer) => (
        <Customer key={customer.id} customer={customer} />
      ))}
    </ul>
    <NewCustomer />
    <h2>Write to</h2>
    <Numbers />
    <Guide />
  </section>
);
