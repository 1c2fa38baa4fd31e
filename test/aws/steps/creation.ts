import { expectEnd, expectEqual, expectThat } from "../check.ts";
import { META, SECRETS, TWILIO } from "../outside.ts";
import { STAGE, type Step } from "../world.ts";
import { secretOf } from "./secret.ts";
import { setUpMeta, setUpTwilio, writesWhenAsked } from "./set-up.ts";

const DOCTOR = ["doctor", "--stage", STAGE] as const;

export const creation: readonly Step[] = [
  {
    title: "the account is bootstrapped",
    run: async ({ project }) => expectEnd("cdk bootstrap", await project.cdk("bootstrap"), 0),
  },
  {
    title: "a first deploy that fails is undone, and setup says what failed",
    async run(world) {
      const { emulator, stack, project, outside } = world;
      await project.settings.write({ ...outside.settings, numbers: [TWILIO] });
      await emulator.fail("WorkerFunction");
      expectEnd(
        "setup",
        await setUpTwilio(world),
        1,
        /first deploy of .* failed and was undone/,
        /WorkerFunction\w+: .*told to fail/,
      );
      expectEqual("the stack's status", await stack.status(), "ROLLBACK_COMPLETE");
      expectEqual("what it leaves in the account", await stack.skipped(), []);
      expectEnd("doctor", await project.wa(DOCTOR), 1, /nothing of it runs/, /WorkerFunction/);
    },
  },
  {
    title:
      "once the cause is fixed, setup --yes clears the stack that never ran, deploys, protects what runs, registers Twilio's webhook and sees an answer",
    async run(world) {
      const { emulator, stack, outside } = world;
      await emulator.fail();
      const onLine = writesWhenAsked((customer, text) => outside.twilio.say(customer, text));
      const ended = await setUpTwilio(world, { wait: 90, onLine });
      expectEnd(
        "setup",
        ended,
        0,
        /Deleting what is left of/,
        /to protect the stack from deletion/,
        /Your message arrived/,
        /Done\./,
      );
      expectThat("the stack that runs is protected", await stack.isProtected());
      expectEqual("Twilio's webhook", outside.twilio.webhookUrl, (await stack.outputs()).TwilioWebhookUrl);
    },
  },
  {
    title: "a second number, Meta's, is added by setup --yes",
    async run(world) {
      const { stack, outside } = world;
      await secretOf(world).add({ actions: SECRETS.actions, leads: SECRETS.leads });
      const onLine = writesWhenAsked((customer, text) => outside.meta.say(customer, text));
      expectEnd(
        "setup",
        await setUpMeta(world, META, { wait: 90, onLine }),
        0,
        /Your message arrived/,
        /Done\./,
      );
      expectEqual("the stack's status", await stack.status(), "UPDATE_COMPLETE");
      expectEqual(
        "Meta's webhook",
        outside.meta.account.webhook?.url,
        (await stack.outputs()).MetaWebhookUrl,
      );
    },
  },
];
