import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { SHOWN_TYPES, shownTypeOf } from "../../../lib/domain/media/shown-type.ts";

const bytes = (latin1: string) => Buffer.from(latin1, "latin1");

describe("the type under which a customer's file is given to the page", () => {
  it.each([
    ["\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"],
    ["\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"],
    ["RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"],
    ["OggS\x00\x02", "audio/ogg"],
    ["ID3\x04\x00", "audio/mpeg"],
    ["\xff\xfb\x90\x00", "audio/mpeg"],
    ["\xff\xf1\x50\x80", "audio/aac"],
    ["\xff\xf9\x50\x80", "audio/aac"],
    ["#!AMR\n", "audio/amr"],
    ["\x00\x00\x00\x20ftypM4A \x00\x00", "audio/mp4"],
    ["\x00\x00\x00\x20ftypisom\x00\x00", "video/mp4"],
    ["\x00\x00\x00\x20ftypmp42\x00\x00", "video/mp4"],
    ["\x00\x00\x00\x18ftyp3gp5\x00\x00", "video/3gpp"],
    ["%PDF-1.7\n", "application/pdf"],
  ])("is known from the first bytes: %j is %s", (start, type) => {
    expect(shownTypeOf(bytes(start))).toBe(type);
  });

  it.each([
    ["a page", "<!doctype html><script>hacked()</script>"],
    ["a page after blanks", "\n\n  <html>"],
    ["a drawing with a script", '<svg xmlns="http://www.w3.org/2000/svg" onload="hacked()"/>'],
    ["a drawing after an XML line", '<?xml version="1.0"?><svg/>'],
    ["a page that has a PDF further on", "<script>hacked()</script>%PDF-1.7"],
    ["a script", "hacked()"],
    ["a program", "MZ\x90\x00"],
    ["an archive, which Office files are", "PK\x03\x04"],
    ["a GIF", "GIF89a"],
    ["a wave that is no picture", "RIFF\x24\x00\x00\x00WAVEfmt "],
    ["a picture of the MP4 family", "\x00\x00\x00\x20ftypavif\x00\x00"],
    ["text that begins like a marker", "\xff\xfe<\x00s\x00c\x00r\x00"],
    ["nothing", ""],
    ["half a marker", "\xff\xd8"],
  ])("is no type for %s", (_, start) => {
    expect(shownTypeOf(bytes(start))).toBe("application/octet-stream");
  });

  it("is one of the list, whatever the bytes are, and never throws", () => {
    const allowed = new Set<string>([...SHOWN_TYPES, "application/octet-stream"]);
    fc.assert(fc.property(fc.uint8Array(), (random) => allowed.has(shownTypeOf(random))));
  });
});
