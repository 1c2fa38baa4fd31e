import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import { FUNCTION_NAMES } from "../../../lib/config/deployment/function-names.ts";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../../lib/config/deployment/stack-outputs.ts";
import type { SimulatedCustomer } from "../../../local/customer.ts";
import { waitFor } from "../../support/wait-for.ts";
import { expectEnd, expectEqual, expectThat } from "../check.ts";
import { deployedApi } from "../lambda-api.ts";
import { SECRETS } from "../outside.ts";
import { STAGE, type Step, type World } from "../world.ts";

/** A hosted zone makes the record itself, and without a domain there is none. */
const ABSENT = ["DomainTarget"];
export const ROBIN: SimulatedCustomer = { name: "Robin", phone: "15550177002" };
const KIM: SimulatedCustomer = { name: "Kim", phone: "15550177003" };

/** Resolves when the customer was answered once more than before. */
export async function isAnswered(
  provider: World["outside"]["meta"] | World["outside"]["twilio"],
  customer: SimulatedCustomer,
): Promise<void> {
  const replies = () => provider.phone.replies(customer.phone ?? "").length;
  const before = replies();
  await provider.say(customer, "Do you ship to Canada?");
  await waitFor(`an answer to ${customer.name}`, () => replies() > before, 60);
}

export const operation: readonly Step[] = [
  {
    title: "the outputs are complete",
    async run({ stack }) {
      const outputs = await stack.outputs();
      const expected = [...OUTPUTS, ...OPTIONAL_OUTPUTS].filter((name) => !ABSENT.includes(name));
      expectEqual(
        "the outputs that have a value",
        Object.keys(outputs)
          .filter((name) => outputs[name])
          .sort(),
        expected.sort(),
      );
    },
  },
  {
    title: "every function is deployed with tracing",
    async run({ emulator }) {
      const functions = await deployedApi(emulator).functions();
      expectEqual("the number of functions", functions.length, FUNCTION_NAMES.length);
      expectThat(
        "all of them are traced",
        functions.every(({ TracingConfig }) => TracingConfig.Mode === "Active"),
      );
    },
  },
  {
    title:
      "the deployed bundles answer on Meta and on Twilio, once each, and know what became of the answers",
    async run({ outside: { meta, twilio } }) {
      await isAnswered(meta, ROBIN);
      await isAnswered(twilio, KIM);
      await waitFor("the read status", () =>
        meta.phone.replies(ROBIN.phone ?? "").every(({ ticks }) => ticks === "read"),
      );
      expectEqual("the answers to Robin", meta.phone.replies(ROBIN.phone ?? "").length, 1);
      expectEqual("the answers to Kim", twilio.phone.replies(KIM.phone ?? "").length, 1);
    },
  },
  {
    title: "a lead that the agent passes on reaches the CRM",
    async run({ stack, outside: { chatsby, crm } }) {
      const session = chatsby.questions.at(-1)?.session;
      const { ApiUrl } = await stack.outputs();
      const answer = await fetch(`${ApiUrl}/agent-actions/lead`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${SECRETS.actions?.tokens[0]}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ session_id: session, email: "kim@example.com" }),
      });
      expectEqual("the answer to the agent's action", answer.status, 200);
      await waitFor("the lead", () => JSON.stringify(crm.received).includes("kim@example.com"), 60);
    },
  },
  {
    title: "a follow-up is planned for every answered customer",
    async run({ emulator }) {
      const scheduler = awsClient(SchedulerClient, "person", emulator.client);
      const planned = await scheduler.send(
        new ListSchedulesCommand({ GroupName: `chatsby-whatsapp-${STAGE}` }),
      );
      expectThat("a schedule is there", (planned.Schedules ?? []).length > 0);
    },
  },
  {
    title: "the first member of staff is invited, and the inbox's API answers nobody without a token",
    async run({ project, stack }) {
      const { ApiUrl } = await stack.outputs();
      expectEqual("the inbox's API", (await fetch(`${ApiUrl}/inbox/api/me`)).status, 401);
      const add = ["staff", "add", "ann@example.com", "--name", "Ann Lee", "--admin", "--stage", STAGE];
      expectEnd("staff add", await project.wa(add), 0, /Invited Ann_Lee \(admin\)/);
      expectEnd("staff list", await project.wa(["staff", "list", "--stage", STAGE]), 0, /Ann_Lee.*invited/);
    },
  },
  {
    title: "doctor finds nothing wrong, and status, leads and handoffs are told",
    async run({ project }) {
      expectEnd(
        "doctor",
        await project.wa(["doctor", "--all", "--stage", STAGE]),
        0,
        /The last deploy succeeded/,
      );
      expectEnd("status", await project.wa(["status", "--stage", STAGE]), 0);
      expectEnd(
        "leads export",
        await project.wa(["leads", "export", "--csv", "--stage", STAGE]),
        0,
        /kim@example\.com/,
      );
      expectEnd("handoffs", await project.wa(["handoffs", "--stage", STAGE]), 0);
    },
  },
];
