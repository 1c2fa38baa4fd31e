import { PassThrough } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { askOn } from "../../cli/ask.ts";

describe("a question on the terminal", () => {
  it("returns what was typed", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answer = askOn(input, output)("Go on? ");
    input.write("yes\n");
    expect(await answer).toBe("yes");
    expect(String(output.read())).toBe("Go on? ");
  });

  it("takes a pasted answer that begins with empty lines", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answer = askOn(input, output)("Agent id: ");
    input.write("\n\r\n agent_own\n");
    expect(await answer).toBe(" agent_own");
  });

  it("takes Ctrl-D for no answer", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const answer = askOn(input, output)("Go on? ");
    input.end();
    expect(await answer).toBe("");
  });
});
