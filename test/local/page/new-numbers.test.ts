import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { renewNumbers } from "../../../local/cli/new-numbers.ts";
import { DEMO_SECRETS } from "../../../local/demo.ts";
import { PageReader, SUPPORT } from "../../support/page.ts";
import { aStack } from "../../support/quiet-stack.ts";

const stack = aStack({ accounts: DEMO_SECRETS });
const page = new PageReader(stack);
beforeAll(async () => void (await page.open()));
afterAll(() => page.close());

it("the page says why nobody can write to a number that is not registered", async () => {
  renewNumbers(stack(), DEMO_SECRETS, () => {});
  expect(await page.act({ do: "say", ...SUPPORT, text: "hello" })).toEqual({
    ok: false,
    problem: expect.stringContaining("it must be registered"),
  });
  expect(stack().meta.phone.messages).toEqual([]);
});
