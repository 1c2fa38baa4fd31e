import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type * as z from "zod/mini";
import type { Operation } from "../../lib/http-api/operation.ts";
import { ERRORS } from "../../lib/operator-api/errors.ts";
import { operations } from "../../lib/operator-api/operations.ts";

const page = readFileSync("docs/operator-api.md", "utf8");

const shapeOf = (schema: z.core.$ZodType): Record<string, z.core.$ZodType> => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "object" ? { ...def.shape } : {};
};

/** `{contact, number?}`, with the fields of a field that is an object. */
function fieldsOf(schema: z.core.$ZodType): string {
  const fields = Object.entries(shapeOf(schema)).map(([name, field]) => {
    const inner = fieldsOf(field);
    return `${name}${field._zod.optin === undefined ? "" : "?"}${inner ? `: ${inner}` : ""}`;
  });
  return fields.length > 0 ? `{${fields.join(", ")}}` : "";
}

/** As the page writes it: `GET /templates?number=…`, `POST /find {contact, number?}`. */
function callOf({ method, path, params, body }: Operation): string {
  const query = Object.keys(shapeOf(params)).filter((name) => !path.includes(`{${name}}`));
  const text = `${method} /${path}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  return [text, fieldsOf(body)].filter(Boolean).join(" ");
}

/** From the first column of the page's tables, without the types of fields and the values in queries. */
const documented = page
  .split("\n")
  .filter((line) => /^\| `(GET|POST|PUT) /.test(line))
  .flatMap(
    (line) =>
      line
        .replaceAll("\\|", "or")
        .split(" | ")[0]
        ?.match(/`(?:GET|POST|PUT) [^`]+`(?: `\{[^`]*\}`)?/g) ?? [],
  )
  .map((call) =>
    call
      .replaceAll("`", "")
      .replace(/=[^\s&]+/g, "")
      .replace(/: (?!\{)[^,}]+/g, ""),
  );

describe("the page about the operator API", () => {
  it("lists every operation, its parameters and every field of its body", () => {
    expect(documented.toSorted()).toEqual(Object.values(operations).map(callOf).toSorted());
  });

  it("lists no error that neither an operation nor every call can return", () => {
    const everyCall = ["not-signed", "not-found", "too-large", "not-json", "bad-request", "try-again"];
    const declared = Object.values(operations).flatMap(({ errors }): readonly string[] => errors);
    expect(Object.keys(ERRORS).toSorted()).toEqual([...new Set([...everyCall, ...declared])].toSorted());
  });

  it("lists every error under its status", () => {
    const rows = [...page.matchAll(/^\| (\d{3}) \| (.*) \|$/gm)];
    const listed = rows.flatMap(([, status, errors = ""]) =>
      [...errors.matchAll(/`([a-z-]+-[a-z-]+)`/g)].map(([, error]) => `${status} ${error}`),
    );
    expect(listed.toSorted()).toEqual(
      Object.entries(ERRORS)
        .map(([error, [status]]) => `${status} ${error}`)
        .toSorted(),
    );
  });
});
