import { describe, expect, it } from "@jest/globals";
import { leaveNote } from "../../local/cli/leave-note.ts";
import { memoryNotes } from "../cli/support/run-cli.ts";

describe("the note of a running local stack", () => {
  it("names its URL, and is gone when it stops", async () => {
    const notes = memoryNotes();
    const takeAway = await leaveNote(notes, "http://localhost:4000", 1);
    expect(notes.notes).toEqual({ "local-stack": { url: "http://localhost:4000", pid: 1 } });
    await takeAway();
    expect(notes.notes).toEqual({});
  });

  it("stays when an earlier one stops", async () => {
    const notes = memoryNotes();
    const takeAway = await leaveNote(notes, "http://localhost:4000", 1);
    await leaveNote(notes, "http://localhost:4001", 2);
    await takeAway();
    expect(notes.notes).toMatchObject({ "local-stack": { url: "http://localhost:4001" } });
  });
});
