import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { configuredTemplate } from "../../../lib/domain/template/configured-template.ts";
import type { TemplateDefinition } from "../../../lib/domain/template/template.ts";
import { chooseDefinition, fillTemplate } from "../../../lib/domain/template/template-values.ts";

const ORDER: TemplateDefinition = {
  name: "order_update",
  language: "en_US",
  status: "APPROVED",
  named: false,
  body: { text: "Hello {{1}}, your order {{ 2 }} is on its way. {{1}}!", placeholders: ["1", "2"] },
  buttons: [],
};
const RICH: TemplateDefinition = {
  ...ORDER,
  named: true,
  body: { text: "Hello {{first_name}}", placeholders: ["first_name"] },
  header: { type: "text", placeholders: ["shop"] },
  buttons: [
    { index: 0, type: "url" },
    { index: 2, type: "copy_code" },
  ],
};
const problemsOf = (definition: TemplateDefinition, values: Record<string, string>) => {
  const filled = fillTemplate(definition, values);
  return "problems" in filled ? filled.problems : [];
};

describe("a template with its values", () => {
  it("has a preview of the text that the customer will read", () => {
    expect(fillTemplate(ORDER, { "1": "Ana", "2": "{{1}} $&" })).toEqual({
      template: {
        name: "order_update",
        language: "en_US",
        body: { "1": "Ana", "2": "{{1}} $&" },
        preview: "Hello Ana, your order {{1}} $& is on its way. Ana!",
      },
    });
  });

  it("has its named placeholders, header and buttons filled in", () => {
    expect(
      fillTemplate(RICH, {
        first_name: "Ana",
        header: "Lamp House",
        "button.0": "orders/7",
        "button.2": "SAVE10",
      }),
    ).toEqual({
      template: {
        name: "order_update",
        language: "en_US",
        body: { first_name: "Ana" },
        header: { type: "text", value: "Lamp House", placeholder: "shop" },
        buttons: [
          { index: 0, type: "url", value: "orders/7" },
          { index: 2, type: "copy_code", value: "SAVE10" },
        ],
        preview: "Hello Ana",
      },
    });
  });

  it("needs no values when the template has no placeholders", () => {
    const plain = {
      ...ORDER,
      body: { text: "Hello!", placeholders: [] },
      header: { type: "text", placeholders: [] },
    } as const;
    expect(fillTemplate(plain, {})).toEqual({
      template: { name: "order_update", language: "en_US", preview: "Hello!" },
    });
  });

  it("reports every problem at once, and quotes no value", () => {
    expect(
      problemsOf(
        { ...RICH, status: "PAUSED", header: { type: "image", placeholders: [] } },
        { first_name: " ", header: "http://secret", "3": "secret", "button.2": "a\nsecret" },
      ),
    ).toEqual([
      'the template "order_update" is PAUSED: only APPROVED ones can be sent; see WhatsApp Manager (or Twilio\'s console) for what it needs',
      '"first_name": blank; WhatsApp refuses empty values, so write something',
      '"header": use a link to the image that begins with https://',
      '"button.0": missing; give the end of the button\'s link',
      '"button.2": put it on one line, without tabs and without more than four spaces in a row',
      '"3": the template has no such place; leave it out (it has "first_name", "header", "button.0", "button.2")',
    ]);
  });

  it("stays within WhatsApp's limits", () => {
    expect(problemsOf(ORDER, { "1": "Ana", "2": "x".repeat(1024) })).toEqual([
      "the text is longer than 1024 characters with these values: shorten them",
    ]);
    expect(
      problemsOf(RICH, { first_name: "Ana", header: "x".repeat(61), "button.0": "a", "button.2": "b" }),
    ).toEqual(['"header": use at most 60 characters']);
    expect(
      problemsOf(
        { ...ORDER, header: { type: "document", placeholders: [] } },
        { "1": "a", "2": "b", header: "https://files.example/bill.pdf?x=1" },
      ),
    ).toEqual([]);
  });

  it("takes no value from an object's inherited properties", () => {
    expect(
      problemsOf({ ...ORDER, body: { text: "{{constructor}}", placeholders: ["constructor"] } }, {}),
    ).toHaveLength(1);
    expect(problemsOf(ORDER, JSON.parse('{"1":"a","2":"b","__proto__":"c"}'))).toHaveLength(1);
  });

  it("is filled exactly when every placeholder has a value and nothing else is given", () => {
    const keys = fc.uniqueArray(
      fc.constantFrom<string[]>("1", "2", "header", "button.0", "first_name", "button.2", "x"),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(keys, fc.constantFrom(ORDER, RICH), (given, definition) => {
        const wanted = [
          ...definition.body.placeholders,
          ...(definition.header ? ["header"] : []),
          ...definition.buttons.map(({ index }) => `button.${index}`),
        ];
        const complete = given.length === wanted.length && wanted.every((key) => given.includes(key));
        expect(
          "template" in fillTemplate(definition, Object.fromEntries(given.map((key) => [key, "v"]))),
        ).toBe(complete);
      }),
    );
  });
});

describe("choosing a template", () => {
  const all = [
    ORDER,
    { ...ORDER, language: "es_MX" },
    { ...ORDER, name: "reminder" },
    { ...ORDER, name: "HX1", language: undefined },
  ].map(({ language, ...rest }) => ({
    ...rest,
    ...(language !== undefined && { language }),
  }));

  it("finds by title too, where the name is a content sid", () => {
    const titled = { ...ORDER, name: "HX2", title: "order_has_left" };
    expect(chooseDefinition([titled], "order_has_left")).toEqual({ definition: titled });
  });

  it("needs the language only when there are several", () => {
    expect(chooseDefinition(all, "reminder")).toEqual({ definition: all[2] });
    expect(chooseDefinition(all, "order_update", "es_MX")).toEqual({ definition: all[1] });
    expect(chooseDefinition(all, "HX1", "en")).toEqual({ definition: all[3] });
  });

  it("names the available languages and templates", () => {
    expect(chooseDefinition(all, "order_update")).toEqual({
      problems: ['the template "order_update" exists in "en_US", "es_MX": say which language you mean'],
    });
    expect(chooseDefinition(all, "order_update", "en")).toEqual({
      problems: ['the template "order_update" does not exist in "en": use "en_US", "es_MX"'],
    });
    expect(chooseDefinition(all, "other")).toEqual({
      problems: ['there is no template "other". There are: "HX1", "order_update", "reminder"'],
    });
    expect(chooseDefinition([], "other")).toEqual({
      problems: ['there is no template "other": this number has none yet'],
    });
  });
});

describe("a template from the settings", () => {
  const greeting = (value: string, customer: Parameters<typeof configuredTemplate>[1]) =>
    configuredTemplate({ name: "hello", language: "en", body: { "1": value } }, customer).body?.["1"];

  it.each([
    ["{name}", { profileName: "Dana Test", username: "dana" }, "Dana Test"],
    ["Hi {name}, hello {name}!", { username: "@dana.test" }, "Hi dana.test, hello dana.test!"],
    ["Bonjour {name} !", { profileName: "Zoé" }, "Bonjour Zoé !"],
    ["Bonjour {name} !", {}, "Bonjour !"],
    ["Hi {name}, your lamp", { profileName: " \n" }, "Hi, your lamp"],
    ["{name}, your lamp", {}, "your lamp"],
    ["{name|dear customer}", {}, "dear customer"],
    ["Hello {name|dear customer}!", { profileName: "Bo" }, "Hello Bo!"],
    ["{name}", {}, "👋"],
    ["{name}", { profileName: "$& {name}" }, "$& {name}"],
    ["{name}", { profileName: "A\u202eB\n\tC\u0000" }, "A B C"],
    ["{name}", { profileName: "🎉".repeat(100) }, "🎉".repeat(60)],
    [": 50 %\nonly today", {}, ": 50 % only today"],
  ])("fills %j for %j as %j", (value, customer, text) => {
    expect(greeting(value, customer)).toBe(text);
  });

  it("keeps its header and buttons", () => {
    expect(
      configuredTemplate(
        {
          name: "hello",
          language: undefined,
          body: undefined,
          header: { type: "text", value: "For {name}", placeholder: "who" },
          buttons: [{ index: 0, type: "url", value: "{name}" }],
        },
        { profileName: "Dana" },
      ),
    ).toEqual({
      name: "hello",
      header: { type: "text", value: "For Dana", placeholder: "who" },
      buttons: [{ index: 0, type: "url", value: "{name}" }],
    });
    expect(
      configuredTemplate(
        { name: "hello", header: { type: "image", value: "https://x.example/{name}.png" } },
        {},
      ),
    ).toEqual({
      name: "hello",
      header: { type: "image", value: "https://x.example/{name}.png" },
    });
  });
});
