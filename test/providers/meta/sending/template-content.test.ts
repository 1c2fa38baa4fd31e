import { describe, expect, it } from "@jest/globals";
import { templateContent } from "../../../../lib/providers/meta/sending/template-content.ts";
import { readTemplateMessage } from "../../../../local/meta/template-message.ts";
import { DEMO_TEMPLATES } from "../../../../local/meta/templates.ts";

const components = (change: Partial<Parameters<typeof templateContent>[0]>) =>
  templateContent({ name: "t", language: "en_US", ...change }).template.components;

describe("a template for Meta", () => {
  it("needs nothing but its name and language", () => {
    expect(
      templateContent({ name: "continue_chat", language: "en_US", preview: "We have an answer" }),
    ).toEqual({
      type: "template",
      template: { name: "continue_chat", language: { code: "en_US" } },
    });
    expect(components({ body: {}, buttons: [] })).toBeUndefined();
  });

  it("has its numbered values in the order of the numbers, which is all that tells them apart", () => {
    const body = Object.fromEntries(
      ["10", "9", "8", "7", "6", "5", "4", "3", "2", "1"].map((key) => [key, `value ${key}`]),
    );
    const values = Array.from({ length: 10 }, (_, at) => ({ type: "text", text: `value ${at + 1}` }));
    expect(components({ body })).toEqual([{ type: "body", parameters: values }]);
    const padded = { "02": "b", "01": "a" };
    expect(components({ body: padded })).toMatchObject([{ parameters: [{ text: "a" }, { text: "b" }] }]);
  });

  it("names its named values", () => {
    expect(components({ body: { first_name: "Dana", day: "Monday" } })).toEqual([
      {
        type: "body",
        parameters: [
          { type: "text", parameter_name: "first_name", text: "Dana" },
          { type: "text", parameter_name: "day", text: "Monday" },
        ],
      },
    ]);
  });

  it.each<[string, Parameters<typeof templateContent>[0]["header"], unknown]>([
    ["a text", { type: "text", value: "L-1001" }, { type: "text", text: "L-1001" }],
    [
      "a named text",
      { type: "text", value: "L-1001", placeholder: "order" },
      { type: "text", parameter_name: "order", text: "L-1001" },
    ],
    [
      "an image",
      { type: "image", value: "https://a.example/x.jpg" },
      { type: "image", image: { link: "https://a.example/x.jpg" } },
    ],
    [
      "a video",
      { type: "video", value: "https://a.example/x.mp4" },
      { type: "video", video: { link: "https://a.example/x.mp4" } },
    ],
    [
      "a document, called as its link is",
      { type: "document", value: "https://a.example/d/Factura%20a%C3%B1o.pdf?v=2" },
      {
        type: "document",
        document: { link: "https://a.example/d/Factura%20a%C3%B1o.pdf?v=2", filename: "Factura año.pdf" },
      },
    ],
    [
      "a document whose link has no name",
      { type: "document", value: "https://a.example/" },
      { type: "document", document: { link: "https://a.example/" } },
    ],
    [
      "a document whose name is spelled wrongly",
      { type: "document", value: "https://a.example/100%.pdf" },
      { type: "document", document: { link: "https://a.example/100%.pdf", filename: "100%.pdf" } },
    ],
  ])("has a header: %s", (_, header, parameter) => {
    expect(components({ ...(header && { header }) })).toEqual([{ type: "header", parameters: [parameter] }]);
  });

  it("has what its buttons need, each at its place written as text", () => {
    expect(
      components({
        buttons: [
          { index: 0, type: "quick_reply", value: "SEND_77" },
          { index: 2, type: "url", value: "L-1001" },
          { index: 3, type: "copy_code", value: "LAMP20" },
        ],
      }),
    ).toEqual([
      {
        type: "button",
        sub_type: "quick_reply",
        index: "0",
        parameters: [{ type: "payload", payload: "SEND_77" }],
      },
      { type: "button", sub_type: "url", index: "2", parameters: [{ type: "text", text: "L-1001" }] },
      {
        type: "button",
        sub_type: "copy_code",
        index: "3",
        parameters: [{ type: "coupon_code", coupon_code: "LAMP20" }],
      },
    ]);
  });

  it("holds no value that Meta would refuse", () => {
    const body = {
      "1": "Dana\nTest",
      "2": "a \t\r\n b",
      "3": "five     spaces",
      "4": "four    spaces",
      "5": "a    \n  b",
      "6": "a\u2028b",
    };
    expect(components({ body })).toMatchObject([
      {
        parameters: ["Dana Test", "a   b", "five spaces", "four    spaces", "a b", "a b"].map((text) => ({
          text,
        })),
      },
    ]);
    expect(
      components({
        header: { type: "text", value: "a\nb" },
        buttons: [{ index: 0, type: "url", value: "a\tb" }],
      }),
    ).toMatchObject([{ parameters: [{ text: "a b" }] }, { parameters: [{ text: "a b" }] }]);
  });

  it.each<[Parameters<typeof templateContent>[0], string]>([
    [
      {
        name: "order_update",
        language: "en_US",
        header: { type: "text", value: "L-1001" },
        body: { "3": "today", "1": "Dana", "2": "Aurora" },
        buttons: [{ index: 0, type: "url", value: "L-1001" }],
      },
      "Order L-1001\nHi Dana, your *Aurora* is on its way and arrives today.\nLumen Lamps",
    ],
    [
      {
        name: "appointment_reminder",
        language: "en_US",
        body: { time: "9", day: "Monday", first_name: "Dana" },
      },
      "Hi Dana, see you in the shop on Monday at 9.",
    ],
    [
      {
        name: "spring_sale",
        language: "en_US",
        header: { type: "image", value: "https://a.example/x.jpg" },
        body: { "1": "Dana", "2": "20 %" },
        buttons: [{ index: 0, type: "quick_reply", value: "SHOW" }],
      },
      "[image]\nDana, all desk lamps are 20 % off until Sunday.",
    ],
  ])("fills what was approved: $name", (template, text) => {
    expect(readTemplateMessage(templateContent(template).template, DEMO_TEMPLATES)).toMatchObject({ text });
  });
});
