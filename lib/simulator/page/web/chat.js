import { act, actHere } from "./api.js";
import { bubbleOf } from "./bubble.js";
import { byId, dayOf, fill, h } from "./dom.js";
import { chosen, isShown, keyOf, numberShown, state } from "./state.js";

let quoting;
/** What is drawn: a bubble is made anew only when it has changed. */
const drawn = new Map();
let drawnChat = "";

function quote(bubble) {
  quoting = bubble;
  const bar = byId("quoting");
  bar.hidden = !bubble;
  if (!bubble) return;
  fill(
    bar,
    h("span", { dir: "auto" }, bubble.text || bubble.kind),
    h("button", { type: "button", "aria-label": "Do not answer it", onclick: () => quote(undefined) }, "✕"),
  );
  byId("say").focus();
}

const shown = () => [...state.bubbles.values()].filter(isShown).sort((one, other) => one.at - other.at);

/** Whether the end is shown: then what is new is followed, unless somebody reads further up. */
let follows = true;
const toEnd = () => {
  const list = byId("bubbles");
  if (follows) list.scrollTop = list.scrollHeight;
};
/** Bubbles get their true size only when they are shown, and the list when its view is. */
const sizes = new ResizeObserver(toEnd);

export function startBubbles() {
  const list = byId("bubbles");
  sizes.observe(list);
  list.addEventListener("scroll", () => {
    follows = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  });
}

export function drawBubbles() {
  const list = byId("bubbles");
  if (drawnChat !== keyOf(chosen)) {
    for (const { element } of drawn.values()) sizes.unobserve(element);
    list.replaceChildren();
    drawn.clear();
    follows = true;
    drawnChat = keyOf(chosen);
  }
  let day = "";
  let before;
  for (const bubble of shown()) {
    const today = dayOf(bubble.at);
    if (today !== day) {
      day = today;
      let mark = list.querySelector(`[data-day="${CSS.escape(today)}"]`);
      if (!mark) {
        mark = h("div", { class: "day", "data-day": today }, today);
        if (before) before.after(mark);
        else list.prepend(mark);
      }
      before = mark;
    }
    const said = JSON.stringify(bubble);
    let known = drawn.get(bubble.id);
    if (known?.said !== said) {
      const element = bubbleOf(bubble, quote);
      sizes.observe(element);
      if (known) {
        sizes.unobserve(known.element);
        known.element.replaceWith(element);
      }
      known = { said, element };
      drawn.set(bubble.id, known);
    }
    if (known.element.previousElementSibling !== before) {
      if (before) before.after(known.element);
      else list.prepend(known.element);
    }
    before = known.element;
  }
  if (list.childElementCount === 0)
    list.append(
      h("p", { class: "empty" }, "Write something as the customer, or begin with “Try this”. The built-in agent belongs to a lamp shop."),
    );
  else list.querySelector(".empty")?.remove();
  toEnd();
}

export function drawHead() {
  const number = numberShown();
  const customer = state.customers.get(chosen.customer);
  byId("chat-title").textContent = number ? `${number.name} · ${number.display}` : "";
  const typing = state.typing.has(keyOf(chosen));
  const sub = typing ? "typing…" : `${customer?.name ?? ""} writes by ${number?.provider === "twilio" ? "Twilio" : "Meta"}`;
  if (byId("chat-sub").textContent !== sub) byId("chat-sub").textContent = sub;
  byId("chat-sub").classList.toggle("typing", typing);
}

export function startComposer() {
  const field = byId("say");
  const submit = async () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    const about = quoting ? { quoting: quoting.id } : {};
    quote(undefined);
    // Somebody may have begun the next message meanwhile.
    if (!(await actHere({ do: "say", text, ...about })) && field.value === "") field.value = text;
  };
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  for (const button of document.querySelectorAll("[data-send]"))
    button.addEventListener("click", () => {
      byId("attach").open = false;
      const caption = field.value.trim();
      field.value = "";
      void actHere({ do: "send", what: button.dataset.send, ...(caption && { caption }) });
      field.focus();
    });
  byId("attach").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    byId("attach").open = false;
    byId("attach").querySelector("summary").focus();
  });
}

/** Without WhatsApp's markers. */
const plain = ({ lines }) => lines.map(({ spans }) => spans.map(({ text }) => text).join("")).join(" ");
const lastOf = (customer) => [...state.bubbles.values()].filter((each) => each.customer === customer).at(-1);

export function drawCustomers(choose) {
  const rows = [...state.customers.values()].map((customer) => {
    const last = lastOf(customer.id);
    const how = customer.phone ? `+${customer.phone}` : "user id only";
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-current": customer.id === chosen.customer ? "true" : undefined, "data-customer": customer.id },
        h("b", {}, customer.name),
        h("span", { class: "quiet" }, `${how} · ${customer.country}`),
        h("span", { class: "last", dir: "auto" }, last ? plain(last) : ""),
      ),
    );
  });
  fill(byId("customers"), ...rows);
  const numbers = state.numbers.map(({ name, provider, display }) =>
    h(
      "label",
      { class: "radio" },
      h("input", { type: "radio", name: "number", value: name, checked: name === chosen.number ? true : undefined }),
      h("span", {}, h("b", {}, name), ` ${provider === "meta" ? "Meta" : "Twilio"} ${display}`),
    ),
  );
  fill(byId("numbers"), ...numbers);
  byId("customers").onclick = (event) => {
    const id = event.target.closest("button")?.dataset.customer;
    if (id) choose({ customer: id });
  };
  byId("numbers").onchange = (event) => choose({ number: event.target.value });
}

export function startAddCustomer(choose) {
  const form = byId("add-customer");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { name, phone, country } = Object.fromEntries(new FormData(form));
    const added = await act({ do: "add-customer", name, ...(phone && { phone }), ...(country && { country: country.toUpperCase() }) });
    if (!added) return;
    form.reset();
    byId("new-customer").open = false;
    choose({ customer: added.customer });
  });
}
