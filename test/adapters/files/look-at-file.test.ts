import { describe, expect, it } from "@jest/globals";
import { lookAtFile } from "../../../lib/adapters/files/look-at-file.ts";
import { aDocx, aJpeg, anOggVoice, anXlsx, aPdf, aPng } from "../../support/media-fixtures.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const OFFICE = "application/vnd.openxmlformats-officedocument";

describe("looking at a file", () => {
  it.each([
    ["a voice note", anOggVoice(), { type: "audio/ogg; codecs=opus" }],
    ["a PDF", aPdf(), { type: "application/pdf" }],
    ["a Word file", aDocx(), { type: `${OFFICE}.wordprocessingml.document` }],
    ["an Excel file", anXlsx(), { type: `${OFFICE}.spreadsheetml.sheet` }],
    ["a photo", aJpeg({ width: 4_000, height: 3_000 }), { type: "image/jpeg", width: 4_000, height: 3_000 }],
    ["a picture", aPng({ width: 20, height: 10 }), { type: "image/png", width: 20, height: 10 }],
    ["an executable", bytes("MZ\x90\0\x03\0\0\0\x04\0\0\0"), { type: "application/x-msdownload" }],
    ["text", bytes("Lampen; 2 Stück\n"), { type: "text/plain", text: "Lampen; 2 Stück\n" }],
    ["UTF-16 with a mark", Buffer.from("\ufefflamp;2", "utf16le"), { type: "text/plain", text: "lamp;2" }],
    ["a contact", bytes("BEGIN:VCARD\r\nEND:VCARD\r\n"), { type: "text/plain" }],
    [
      "SVG with a script",
      bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      { type: "unknown" },
    ],
    ["a web page", bytes(" <!DOCTYPE html><p>hi"), { type: "unknown" }],
    ["zeros", new Uint8Array(100), { type: "unknown" }],
    ["a cut picture", aPng().subarray(0, 12), { type: "unknown" }],
  ])("finds %s by its bytes", async (_, file, expected) => {
    const { type } = await lookAtFile(file);
    if (expected.type === "unknown") expect(type).not.toMatch(/^(?:image\/(?:png|jpeg)|text\/plain)$/);
    else expect(await lookAtFile(file)).toMatchObject(expected);
  });

  it("knows the size of a bomb of pixels without opening it", async () => {
    const bomb = aPng({ width: 60_000, height: 60_000, pixels: false });
    expect(bomb.length).toBeLessThan(200);
    expect(await lookAtFile(bomb)).toMatchObject({ width: 60_000, height: 60_000 });
  });
});
