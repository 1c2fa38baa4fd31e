import { expect, it } from "@jest/globals";
import { inboxOperations } from "../../../lib/inbox-api/operations.ts";
import { pathOf, ROUTES } from "../../../web/inbox/data/routes.ts";

it("the page calls each operation where the API declares it", () => {
  const declared = Object.entries(inboxOperations).map(([name, { method, path }]) => [name, [method, path]]);
  expect(ROUTES).toEqual(Object.fromEntries(declared));
});

it("a path holds its parameters escaped, and the rest is the query", () => {
  expect(pathOf("conversations/{conversation}", { conversation: "a/b?c", before: "1&2", limit: "50" })).toBe(
    "conversations/a%2Fb%3Fc?before=1%262&limit=50",
  );
  expect(pathOf("changes", { since: undefined })).toBe("changes");
});
