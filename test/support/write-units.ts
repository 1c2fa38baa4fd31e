import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDbCalls } from "../../lib/adapters/aws/calls.ts";

type Item = Record<string, AttributeValue>;

const KILOBYTE = 1_024;

/** Names and values, as DynamoDB counts them but for a few bytes. */
const bytesOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, { S = "", N = "", SS = [] }]) => sum + Buffer.byteLength(`${name}${S}${N}${SS.join("")}`),
    0,
  );

const unitsOf = (item: Item | undefined) => Math.max(1, Math.ceil(bytesOf(item ?? {}) / KILOBYTE));

/** Of the table, and of the index that has all items with `pendingAt`: another place there is a second write. */
function unitsOfWrite(before: Item | undefined, after: Item | undefined): number {
  const larger = Math.max(unitsOf(before), unitsOf(after));
  const [from, to] = [before?.pendingAt?.S, after?.pendingAt?.S];
  if (from === to) return from === undefined ? larger : 2 * larger;
  return larger + (from === undefined ? 0 : unitsOf(before)) + (to === undefined ? 0 : unitsOf(after));
}

/** Adds up the write units of each partition. A refused write costs what it would have read. */
export function meteredWrites(client: DynamoDbCalls): {
  client: DynamoDbCalls;
  taken(): Map<string, number>;
} {
  const units = new Map<string, number>();
  async function metered<Result>(
    { TableName, key }: { TableName: string | undefined; key: Item | undefined },
    write: () => Promise<Result>,
  ): Promise<Result> {
    const Key = { pk: key?.pk ?? { S: "" }, sk: key?.sk ?? { S: "" } };
    const read = async () => (await client.getItem({ TableName, Key, ConsistentRead: true })).Item;
    const before = await read();
    try {
      return await write();
    } finally {
      const pk = Key.pk.S ?? "";
      units.set(pk, (units.get(pk) ?? 0) + unitsOfWrite(before, await read()));
    }
  }
  return {
    client: {
      batchGetItem: (input) => client.batchGetItem(input),
      getItem: (input) => client.getItem(input),
      query: (input) => client.query(input),
      putItem: (input) => metered({ ...input, key: input.Item }, () => client.putItem(input)),
      updateItem: (input) => metered({ ...input, key: input.Key }, () => client.updateItem(input)),
      deleteItem: (input) => metered({ ...input, key: input.Key }, () => client.deleteItem(input)),
    },
    taken() {
      const found = new Map(units);
      units.clear();
      return found;
    },
  };
}
