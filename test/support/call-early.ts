import { thinAwsAt } from "./thin-aws.ts";

const [url = ""] = process.argv.slice(2);
const aws = thinAwsAt(url);
await aws.open("dynamodb");
console.log(JSON.stringify(await aws.dynamodb.getItem({ TableName: "t", Key: { pk: { S: "a" } } })));
process.exit(0);
