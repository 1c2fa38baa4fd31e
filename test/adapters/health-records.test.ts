import { expect, it } from "@jest/globals";
import { dynamodbHealthRecords } from "../../lib/adapters/dynamodb/numbers/health-records.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { healthRecordsContract } from "../contracts/health-records-contract.ts";
import { makeTable } from "../support/deployed-aws.ts";
import { FakeClock } from "../support/fakes.ts";
import { localTable } from "../support/local-table.ts";
import { memoryHealthRecords } from "../support/memory/memory-health-records.ts";

const aws = localTable();
let tables = 0;
const clock = new FakeClock();

async function open() {
  tables += 1;
  const tableName = `messages-${tables}`;
  await makeTable(aws.dynamodb, tableName);
  return dynamodbHealthRecords({ client: aws.thin.dynamodb, tableName, clock });
}

healthRecordsContract("memory", async () => memoryHealthRecords());
healthRecordsContract("DynamoDB", open);

it("what nobody renewed for three months counts as forgotten, and can be written again", async () => {
  const records = await open();
  await records.changeNotices(() => ({ next: { kept: [], mailedAt: [1] } }));
  clock.time += 91 * DAY_MS;
  expect(await records.notices()).toEqual({ kept: [], mailedAt: [] });
  await records.changeNotices(() => ({ next: { kept: [], mailedAt: [2] } }));
  expect(await records.notices()).toEqual({ kept: [], mailedAt: [2] });
});
