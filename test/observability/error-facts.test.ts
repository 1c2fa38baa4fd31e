import { describe, expect, it } from "@jest/globals";
import { errorFacts } from "../../lib/observability/error-facts.ts";

const PRIVATE = "Dana at +15550177001 wrote: my order 4711";

function thrownHere(message: string, options?: ErrorOptions): Error {
  return new TypeError(message, options);
}

describe("what is logged of an unexpected error", () => {
  it("is its name and where it came from, without its message", () => {
    const { error, frames } = errorFacts(thrownHere(PRIVATE));
    expect(error).toBe("TypeError");
    expect(frames).toMatch(/^thrownHere \(error-facts\.test\.ts:\d+:\d+\) < /);
    expect(frames).not.toMatch(/Dana|1555|4711|wrote/);
  });

  it("holds nothing of a message that looks like frames itself", () => {
    const forged = [
      "oops",
      "    at Dana (file:///home/dana/secret.mjs:1:1)",
      "    at said (/tmp/hello.mjs:2:2)",
    ].join("\n");
    expect(errorFacts(thrownHere(forged)).frames).toMatch(/^thrownHere \(error-facts\.test\.ts/);
    // Libraries change messages afterwards; the stack still begins with the old one.
    const changed = thrownHere(`before ${PRIVATE}\nand 15550177001`);
    changed.message = "after";
    expect(errorFacts(changed).frames).toMatch(/^thrownHere \(error-facts\.test\.ts/);
    const digits = thrownHere("x");
    digits.stack =
      "TypeError: y\n    at c15550177001 (file:///a/15550177001.mjs:1:1)\n    at c15550177001 (file:///a/b.mjs:1:1)";
    expect(errorFacts(digits).frames).toBe("b.mjs:1:1");
  });

  it("goes on to what caused it, and to the members of a bundle of errors, within bounds", () => {
    const caused = thrownHere("outer", { cause: thrownHere(PRIVATE) });
    expect(errorFacts(caused).frames).toMatch(
      /^thrownHere .* \| cause TypeError: thrownHere \(error-facts\.test\.ts/,
    );
    const many = new AggregateError(
      Array.from({ length: 50 }, () => thrownHere(PRIVATE, { cause: new RangeError(PRIVATE) })),
    );
    const { error, frames = "" } = errorFacts(many);
    expect(error).toBe("TypeError");
    expect(frames.match(/of TypeError: thrownHere/g)).toHaveLength(3);
    expect(frames).toContain("of TypeError: cause RangeError: ");
    const endless = thrownHere("round");
    endless.cause = endless;
    for (const facts of [errorFacts(many), errorFacts(endless)])
      expect(facts.frames?.length).toBeLessThanOrEqual(2_000);
    expect(frames).not.toMatch(/Dana|1555|4711/);
  });

  it("is the name alone where nothing more is known", () => {
    const bare = new Error(PRIVATE);
    bare.stack = undefined as never;
    expect(errorFacts(bare)).toEqual({ error: "Error" });
    expect(errorFacts(PRIVATE)).toEqual({ error: "unknown" });
    expect(errorFacts(undefined)).toEqual({ error: "unknown" });
  });

  it("reads what a deployed bundle throws: minified names, no name, async, Node's own left out", () => {
    const error = new Error(PRIVATE);
    error.stack = [
      `Error: ${PRIVATE}`,
      "    at qe (file:///var/task/index.mjs:12:3456)",
      "    at new Re (file:///var/task/chunk-5NYDO34W.mjs:1:9)",
      "    at async file:///var/task/index.mjs:3:4",
      "    at async Promise.all (index 0)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      "    at async Xt.send (file:///var/task/index.mjs:5:6)",
    ].join("\n");
    expect(errorFacts(error).frames).toBe(
      "qe (index.mjs:12:3456) < new Re (chunk-5NYDO34W.mjs:1:9) < index.mjs:3:4 < Xt.send (index.mjs:5:6)",
    );
  });
});
