import { describe, expect, it } from "@jest/globals";
import { filenameOf, mediaType } from "../../../lib/adapters/http/content-headers.ts";

/** As Node reads the header: each byte is a character. */
const onTheWire = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("a file name in a header", () => {
  it.each([
    ['attachment; filename="price list.pdf"', "price list.pdf"],
    ["inline; filename=list.csv", "list.csv"],
    ["attachment; filename*=UTF-8''Preise%20f%C3%BCr%20M%C3%A4rz.pdf", "Preise für März.pdf"],
    ["attachment; filename=\"x.pdf\"; filename*=UTF-8''%C3%A4.pdf", "ä.pdf"],
    [onTheWire('attachment; filename="価格表.xlsx"'), "価格表.xlsx"],
    ['attachment; filename="caf\u00e9.pdf"', "café.pdf"],
    ['attachment; filename="a \\"b\\".txt"', 'a "b".txt'],
    ["attachment; filename*=UTF-8''%E0%A4%A.pdf", undefined],
    ['attachment; filename="../../etc/passwd"', "passwd"],
    ['attachment; filename="C:\\\\Windows\\\\system.ini"', "system.ini"],
    [onTheWire('attachment; filename="invoice\u202Efdp.exe"'), "invoicefdp.exe"],
    ["attachment; filename*=UTF-8''a%0D%0ASet-Cookie:%20b", "aSet-Cookie: b"],
    ['attachment; filename=".."', undefined],
    ['attachment; filename=""', undefined],
    ["attachment", undefined],
    [null, undefined],
  ])("is read from %j", (header, name) => expect(filenameOf(header)).toBe(name));

  it("is cut, but keeps its extension", () => {
    const name = filenameOf(`attachment; filename="${"x".repeat(500)}.pdf"`) ?? "";
    expect([name.length, name.endsWith("xx.pdf")]).toEqual([120, true]);
  });
});

describe("a media type", () => {
  it.each(["image/jpeg", "audio/ogg; codecs=opus", "text/html;charset=utf-8", 'text/csv; charset="utf-8"'])(
    "is taken: %s",
    (type) => expect(mediaType(type)).toBe(type),
  );
  it.each(["", "jpeg", "image/jpeg\r\nx: y", "<script>/x", `image/${"x".repeat(200)}`, 7, null, undefined])(
    "is none: %j",
    (type) => expect(mediaType(type)).toBeUndefined(),
  );
});
