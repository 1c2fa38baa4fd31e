import { type Command, InvalidArgumentError } from "commander";
import { openCloud } from "../cloud/open.ts";
import { type Estimate, estimate } from "../cost/estimate.ts";
import { RATE_UNKNOWN, RATES, RATES_AS_OF } from "../cost/rates.ts";
import { type Output, outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, withApi } from "../session.ts";
import { dayOf } from "../times.ts";

type Options = { url?: string; stage?: string; json?: boolean; market?: string; rate?: number };

const usd = (amount: number) => `${amount < 0.995 ? amount.toFixed(3) : amount.toFixed(2)} USD`;

function price(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < 10)) throw new InvalidArgumentError("Give USD for one message, for instance 0.0034.");
  return value;
}

function rateOf({ rate, market }: Options): number {
  if (rate !== undefined) return rate;
  if (market === undefined) return RATE_UNKNOWN;
  const known = RATES[market.toUpperCase()];
  if (known === undefined)
    throw new CliProblem(EXIT.usage, `No rate is known for ${market}: give it with --rate.`, [`Known: ${Object.keys(RATES).join(", ")}`]);
  return known;
}

function show({ numbers, aws, total, forecast, from, until }: Estimate, rate: number, print: Output): void {
  print.line(print.paint("bold", `${dayOf(from)} to ${dayOf(until)}, estimated`));
  print.table([
    ["NUMBER", "IN", "ANSWERED", "SENT", "BILLED", "FREE LEFT", "WHATSAPP", "TWILIO"],
    ...numbers.map(({ number, inbound, answered, sent, billed, freeLeft, whatsapp, twilio, provider }) => [
      number,
      String(inbound),
      String(answered),
      String(sent),
      Object.entries(billed)
        .map(([category, count]) => `${count} ${category}`)
        .join(", ") || "0",
      String(freeLeft),
      usd(whatsapp),
      provider === "twilio" ? usd(twilio) : "-",
    ]),
  ]);
  print.line(
    `\nAWS ${usd(aws)}; together ${print.paint("bold", usd(total))} so far, about ${print.paint("bold", usd(forecast))} at the month's end.`,
  );
  print.note(
    `At ${rate} USD for one billed message, rates of ${RATES_AS_OF}: --market or --rate for yours. Your Chatsby plan comes on top. What you are billed is in Meta's, Twilio's and AWS's own pages.`,
  );
}

export const costCommand = (program: Command, { io }: Context) =>
  withApi(program.command("cost"))
    .description("this month's cost of WhatsApp and AWS, estimated from what was counted")
    .option("--market <country>", `the customers' country: ${Object.keys(RATES).join(", ")}`)
    .option("--rate <usd>", "USD for one billed message, from Meta's rate card", price)
    .addHelpText("after", "\nExamples:\n  npm run wa -- cost --market US\n  npm run wa -- cost --rate 0.0159 --stage prod")
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const rate = rateOf(options);
      const cloud = await openCloud(options, io);
      const found = await estimate(cloud, io.clock.now(), rate);
      const print = outputTo(io);
      if (options.json) print.json({ ...found, rate, ratesAsOf: RATES_AS_OF });
      else show(found, rate, print);
    });
