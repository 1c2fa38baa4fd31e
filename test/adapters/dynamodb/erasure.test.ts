import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { numberName } from "../../../lib/domain/ids.ts";
import { lived } from "../../contracts/history-contract.ts";
import { aConsentChange, aHandoff, NOW } from "../../contracts/store.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable } from "../../support/local-table.ts";
import { aConversation } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const TableName = "messages";
const aws = localTable();

beforeAll(async () => {
  await makeTable(aws.dynamodb, TableName);
});

const open = () =>
  dynamodbStore({
    client: aws.thin.dynamodb,
    tableName: TableName,
    retentionDays: 30,
    clock: new FakeClock(),
  });
const scan = async () => (await aws.dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];

describe("an erased conversation", () => {
  it("leaves nothing of the customer anywhere in the table, whichever item it was in", async () => {
    const store = open();
    const conversation = aConversation();
    const { session, alias } = await lived(store, conversation);
    await store.controls.resume(conversation, { at: NOW, how: "resume" });
    const second = aHandoff(conversation, { since: NOW + 5, summary: "PERSONAL" });
    await store.controls.pause(conversation, second, NOW + 9);
    await store.handoffs.add(second);
    await store.controls.changeConsent(conversation, aConsentChange("stop"));
    await store.campaigns.claim("spring", conversation, numberName("support"), "out");
    expect(JSON.stringify(await scan())).toMatch(/PERSONAL/);
    await store.history.erase(conversation);
    const left = await scan();
    expect(JSON.stringify(left)).not.toMatch(/PERSONAL|personal@|1555|noted|Do you ship|wamid|A person here/);
    expect(JSON.stringify(left)).not.toContain(session);
    expect(JSON.stringify(left)).not.toContain(alias);
    expect([...new Set(left.map(({ sk }) => sk?.S?.replace(/#.*/, "")))].sort()).toEqual(
      ["IN", "STATE", "CONSENT", conversation].sort(),
    );
  });
});

describe("an export", () => {
  it("shows no JSON within JSON", async () => {
    const store = open();
    const conversation = aConversation();
    await lived(store, conversation);
    await store.controls.changeConsent(conversation, aConsentChange("stop"));
    await store.controls.resume(conversation, { at: NOW, how: "resume" });
    const strings = (await store.history.everything(conversation))
      .flatMap((item) => Object.values(item))
      .filter((value) => typeof value === "string");
    expect(strings.length).toBeGreaterThan(10);
    expect(strings.filter((value) => /^[[{]/.test(value))).toEqual([]);
  });
});
