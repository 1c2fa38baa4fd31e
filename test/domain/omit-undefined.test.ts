import { describe, expect, it } from "@jest/globals";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";

describe("omitUndefined", () => {
  it("leaves out undefined properties, and keeps empty ones", () => {
    const phone: string | undefined = undefined;
    const result = omitUndefined({ phone, name: "", count: 0, note: null, isOpen: false });
    expect(result).toEqual({ name: "", count: 0, note: null, isOpen: false });
    expect(Object.keys(result)).not.toContain("phone");
  });

  it("keeps the types: required stays required, a literal stays one", () => {
    const target: { kind: "a"; at: number; by?: string } = omitUndefined({
      kind: "a",
      at: 1,
      by: undefined as string | undefined,
    });
    expect(target).toEqual({ kind: "a", at: 1 });
  });
});
