import { describe, expect, it } from "@jest/globals";
import { CliProblem } from "../../cli/problem.ts";
import { checkStackBeforeDeploy, repairStack } from "../../cli/setup/repair-stack.ts";
import { FakeStack } from "./support/fake-stack.ts";

const FAILED = [{ resource: "WorkerFunction", reason: "Too few instances" }];

/** As setup does it: checks first, and repairs later. */
async function cleared(
  stack: FakeStack,
  options: { yes?: boolean } = { yes: true },
  meanwhile: () => void = () => undefined,
) {
  const setup = stack.setup(options);
  const way = checkStackBeforeDeploy(await setup.findStack(), setup.print);
  meanwhile();
  if (way.blocked) await repairStack(setup, way.blocked);
  return way;
}
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "",
    (error: unknown) =>
      error instanceof CliProblem
        ? [error.message, ...error.details].join(" ")
        : `not told: ${String(error)}`,
  );

describe("a stack that has never run", () => {
  it.each(["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])(
    "is deleted in %s, after what failed was told",
    async (status) => {
      const stack = new FakeStack({ status, failures: FAILED });
      expect(await cleared(stack)).toMatchObject({ deploys: true });
      expect(stack.did).toEqual(["delete arn:stack/1"]);
      expect(stack.state).toBeUndefined();
      expect(stack.out).toContain("WorkerFunction: Too few instances");
      expect(stack.out).toContain(
        `Deleting what is left of ChatsbyWhatsapp-prod (${status}): it has never run`,
      );
      expect(stack.out).toContain("ChatsbyWhatsapp-prod is deleted (");
    },
  );

  it("has what outlived it listed", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_FAILED" });
    stack.left = [{ type: "AWS::DynamoDB::Table", id: "Messages", name: "ChatsbyWhatsapp-prod-Messages1" }];
    await cleared(stack);
    expect(stack.out).toMatch(
      /outlived it[\s\S]*\n {2}AWS::DynamoDB::Table ChatsbyWhatsapp-prod-Messages1\n/,
    );
  });

  it("has its protection taken off first, where an earlier version had switched it on", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE", protected: true });
    await cleared(stack);
    expect(stack.did).toEqual(["unprotect arn:stack/1", "delete arn:stack/1"]);
    expect(stack.state).toBeUndefined();
  });

  it("is deleted where its first deploy was answered with no", async () => {
    const stack = new FakeStack({ status: "REVIEW_IN_PROGRESS", protected: true });
    // CloudFormation itself does nothing then.
    stack.looksUntilDone = 5;
    await cleared(stack);
    expect(stack.did).toEqual(["unprotect arn:stack/1", "delete arn:stack/1"]);
    expect(stack.state).toBeUndefined();
  });

  it("is deleted only after a yes to a question that names what is deleted", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE" });
    stack.answers = ["n"];
    expect(await problemOf(cleared(stack, {}))).toBe("Nothing was done.");
    expect(stack.asked[0]).toContain(
      "Delete what is left of ChatsbyWhatsapp-prod (ROLLBACK_COMPLETE)? It has never run",
    );
    expect(stack.did).toEqual([]);
    stack.answers = ["y"];
    await cleared(stack, {});
    expect(stack.did).toEqual(["delete arn:stack/1"]);
  });

  it("is not deleted without a terminal and without --yes", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE" });
    expect(await problemOf(cleared(stack, {}))).toContain("--yes");
    expect(stack.did).toEqual([]);
  });

  it("is reported when its deletion fails, with what failed", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_FAILED", failures: FAILED });
    stack.endsIn = "DELETE_FAILED";
    expect(await problemOf(cleared(stack))).toContain("was to be deleted, and that failed (DELETE_FAILED)");
  });

  it("is reported when CloudFormation does not end", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE" });
    stack.looksUntilDone = 1_000_000;
    expect(await problemOf(cleared(stack))).toContain("still in DELETE_IN_PROGRESS");
  });
});

describe("a stack that has ever run", () => {
  it.each([
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_FAILED",
    "UPDATE_IN_PROGRESS",
    "DELETE_FAILED",
    "DELETE_IN_PROGRESS",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_FAILED",
    "SOMETHING_NEW",
  ])("is never deleted: %s", async (status) => {
    const stack = new FakeStack({ status });
    stack.endsIn = "UPDATE_ROLLBACK_COMPLETE";
    await problemOf(cleared(stack));
    expect(stack.did.filter((each) => !each.startsWith("continue-rollback"))).toEqual([]);
  });

  it("is not deleted either when it came to run while setup was asking", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE" });
    await cleared(stack, { yes: true }, () => {
      if (stack.state) stack.state = { ...stack.state, status: "CREATE_COMPLETE" };
    });
    expect(stack.did).toEqual([]);
  });

  it("has a rollback that got stuck continued, with consent, and is deployed again", async () => {
    const stack = new FakeStack({ status: "UPDATE_ROLLBACK_FAILED", failures: FAILED });
    stack.endsIn = "UPDATE_ROLLBACK_COMPLETE";
    stack.answers = ["yes"];
    expect(await cleared(stack, {})).toMatchObject({ deploys: true });
    expect(stack.asked[0]).toContain("Go on with the rollback of ChatsbyWhatsapp-prod");
    expect(stack.did).toEqual(["continue-rollback arn:stack/1"]);
    expect(stack.out).toContain("is back at the version before");
  });

  it("is reported when its rollback fails once more", async () => {
    const stack = new FakeStack({ status: "UPDATE_ROLLBACK_FAILED", failures: FAILED });
    stack.endsIn = "UPDATE_ROLLBACK_FAILED";
    stack.looksUntilDone = 10;
    expect(await problemOf(cleared(stack))).toContain("and so did its rollback (UPDATE_ROLLBACK_FAILED)");
  });
});
