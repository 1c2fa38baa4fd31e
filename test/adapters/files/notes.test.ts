import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { fileNotes } from "../../../lib/adapters/files/notes.ts";

const root = mkdtempSync(join(tmpdir(), "notes-test-"));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;
const newFolder = () => join(root, String(++count), "deeper");

describe("a note", () => {
  it("is read as it was written, also by another process, and gone once removed", async () => {
    const folder = newFolder();
    await fileNotes(folder).write("stage", { stage: "prod" });
    expect(await fileNotes(folder).read("stage")).toEqual({ stage: "prod" });
    await fileNotes(folder).remove("stage");
    expect(await fileNotes(folder).read("stage")).toBeUndefined();
    await fileNotes(folder).remove("stage");
  });

  it.each(["", "{", '{"stage":"pr', "\u0000\u0000"])("that is damaged (%j) counts as none", async (text) => {
    const folder = newFolder();
    const notes = fileNotes(folder);
    await notes.write("stage", { stage: "prod" });
    writeFileSync(join(folder, "stage.json"), text);
    expect(await notes.read("stage")).toBeUndefined();
    await notes.write("stage", { stage: "dev" });
    expect(await notes.read("stage")).toEqual({ stage: "dev" });
  });

  it("is whole at every moment while many write, and leaves no other file", async () => {
    const folder = newFolder();
    const writers = Array.from({ length: 20 }, (_, at) => ({ at, text: "x".repeat(50_000) }));
    await fileNotes(folder).write("stage", writers[0]);
    const seen = await Promise.all(
      writers.flatMap((note) => [fileNotes(folder).write("stage", note), fileNotes(folder).read("stage")]),
    );
    expect(seen.filter((_, at) => at % 2 === 1)).not.toContain(undefined);
    expect(readdirSync(folder)).toEqual(["stage.json"]);
  });

  it("is replaced, never overwritten: who reads it meanwhile reads the earlier one whole", async () => {
    const folder = newFolder();
    const notes = fileNotes(folder);
    await notes.write("stage", { stage: "prod" });
    linkSync(join(folder, "stage.json"), join(folder, "being-read"));
    await notes.write("stage", { stage: "dev" });
    expect(JSON.parse(readFileSync(join(folder, "being-read"), "utf8"))).toEqual({ stage: "prod" });
  });

  it("is left out where the folder cannot be made", async () => {
    const file = join(root, "a-file");
    writeFileSync(file, "");
    const notes = fileNotes(join(file, "folder"));
    await notes.write("stage", { stage: "prod" });
    expect(await notes.read("stage")).toBeUndefined();
  });

  it("is for its owner's eyes only", async () => {
    const folder = newFolder();
    await fileNotes(folder).write("answers", {});
    expect(statSync(join(folder, "answers.json")).mode & 0o077).toBe(0);
  });
});
