import { act, actHere } from "./api.js";
import { byId, h, timeOf } from "./dom.js";
import { chosen, keyOf, numberShown, state } from "./state.js";

let templates = [];
let templatesOf = "";

function field(name, label, rest = {}) {
  return h("label", {}, label, " ", h("input", { name, autocomplete: "off", ...rest }));
}

const form = (title, what, button, onsubmit, ...fields) =>
  h(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const element = event.currentTarget;
        if (await onsubmit(Object.fromEntries(new FormData(element)))) element.reset();
      },
    },
    h("h3", {}, title),
    hint(what),
    ...fields,
    h("button", { type: "submit" }, button),
  );

async function loadTemplates() {
  if (templatesOf === chosen.number) return;
  const { number } = chosen;
  templatesOf = number;
  const listed = await act({ do: "list-templates", number }, { keepProblem: true });
  // Somebody may have chosen another number meanwhile.
  if (templatesOf !== number) return;
  templates = listed?.data?.templates ?? [];
  byId("template-form").replaceChildren(templateForm());
}

function templateForm() {
  const approved = templates.filter(({ status }) => /approved/i.test(status));
  const names = h(
    "select",
    { name: "name" },
    ...approved.map((each, at) => h("option", { value: String(at) }, `${each.title ?? each.name} ${each.language ?? ""}`)),
  );
  const places = h("div", { class: "places" });
  const show = () => {
    const { body, header, buttons = [] } = approved[Number(names.value)] ?? { body: { placeholders: [], text: "" } };
    const asked = [
      ...(header?.type === "text" ? header.placeholders.map(() => "header") : header ? ["header"] : []),
      ...body.placeholders,
      ...buttons.filter(({ type }) => type !== "quick_reply").map(({ index }) => `button.${index}`),
    ];
    places.replaceChildren(
      h("p", { class: "quiet", dir: "auto" }, body.text),
      ...asked.map((name) => field(`value.${name}`, name, { required: true })),
    );
  };
  names.addEventListener("change", show);
  show();
  const element = form(
    "Send a template",
    "The only thing that may be sent when the window is closed.",
    "Send the template",
    (given) => {
      const { name, language } = approved[Number(given.name)] ?? {};
      if (!name) return undefined;
      const values = Object.fromEntries(
        Object.entries(given).flatMap(([key, value]) => (key.startsWith("value.") ? [[key.slice(6), value]] : [])),
      );
      return actHere({ do: "send-template", template: { name, ...(language && { language }), values } });
    },
    h("label", {}, "Template ", names),
    places,
  );
  // The event comes before the fields are empty again.
  element.addEventListener("reset", () => queueMicrotask(show));
  return element;
}

const hint = (text) => h("p", { class: "quiet" }, text);

/** Drawn once: what somebody types or presses here must not be replaced by what happens meanwhile. */
function drawOnce(panel) {
  const isOff = () => state.chats.get(keyOf(chosen))?.switchedOff === true;
  panel.append(
    form(
      "Reply as a person",
      "Takes the chat over: the bot is silent until you hand it back, or for some hours after your last word.",
      "Reply",
      ({ text }) => actHere({ do: "reply", text }),
      field("text", "Reply", { required: true }),
    ),
    h(
      "p",
      { class: "row" },
      h("button", { type: "button", onclick: () => actHere({ do: "pause" }) }, "Take over"),
      h("button", { type: "button", onclick: () => actHere({ do: "resume" }) }, "Hand back to the bot"),
      h("button", { type: "button", id: "switch", onclick: () => act({ do: "switch", number: chosen.number, off: !isOff() }) }),
    ),
    h(
      "div",
      { id: "echo" },
      form(
        "Write in the WhatsApp Business app",
        "Somebody of yours answers on a phone; the system only hears of it, and goes quiet.",
        "Write",
        ({ text }) => actHere({ do: "echo", text }),
        field("text", "Text", { required: true }),
      ),
    ),
    h("div", { id: "no-echo" }, hint("Twilio does not tell of what is written elsewhere.")),
    h("div", { id: "template-form" }, templateForm()),
    h("h3", {}, "Mails and events"),
    h("ul", { class: "news", id: "news" }),
  );
}

let newest = "";

/** Words for one customer are not for another. At once, and not with the next drawing: somebody may type before that. */
export function clearStaff() {
  for (const each of byId("panel-staff").querySelectorAll("form")) each.reset();
}

function draw() {
  const panel = byId("panel-staff");
  if (panel.childElementCount === 0) drawOnce(panel);
  const meta = numberShown()?.provider === "meta";
  byId("echo").hidden = !meta;
  byId("no-echo").hidden = meta;
  byId("switch").textContent = state.chats.get(keyOf(chosen))?.switchedOff ? "Switch the bot on" : "Switch the bot off";
  // What somebody has opened to read stays open as long as nothing new is there.
  const { id = "", at = 0 } = state.news.at(-1) ?? {};
  if (newest !== `${id} ${at}`) byId("news").replaceChildren(...state.news.toReversed().map((each) => newsOf(each)));
  newest = `${id} ${at}`;
}

const newsOf = (each) =>
  h(
    "li",
    {},
    h(
      "details",
      {},
      h("summary", {}, `${timeOf(each.at)} ${each.kind === "mail" ? `✉ ${each.subject}` : `◆ ${each.type}`}`),
      h("pre", { tabindex: "0", dir: "auto" }, each.kind === "mail" ? each.text : each.detail),
    ),
  );

export function drawStaff() {
  if (byId("panel-staff").hidden) return;
  draw();
  void loadTemplates();
}
