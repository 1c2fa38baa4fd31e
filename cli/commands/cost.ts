import { type Command, InvalidArgumentError } from "commander";
import {
  KNOWN_MARKETS,
  PROVIDER_FEE_USD,
  RATES_AS_OF,
  RATES_SOURCE,
  type Rates,
  ratesOf,
  sameForAll,
} from "../../lib/domain/cost/vendor-rates.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { openCloud } from "../cloud/open.ts";
import { retryThrottled } from "../cloud/retry-throttled.ts";
import { type Estimate, estimate } from "../cost/estimate.ts";
import { type Known, summed } from "../cost/known.ts";
import { type Output, outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, withApi } from "../session.ts";
import { dayOf } from "../times.ts";

type Options = {
  url?: string;
  stage?: string;
  json?: boolean;
  market?: string;
  rate?: number;
  marketingRate?: number;
};

const dollars = (amount: number) => `${amount < 0.995 ? amount.toFixed(3) : amount.toFixed(2)} USD`;
const usd = (amount: Known) => (amount === "unknown" ? amount : dollars(amount));

function price(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < 10))
    throw new InvalidArgumentError("Give USD for one message, for instance 0.0034.");
  return value;
}

/** Options override the table. Without both, the rates are unknown. */
function chosenRates({ market, rate, marketingRate }: Options): Rates {
  const table = market === undefined ? {} : ratesOf(market);
  if (table === undefined)
    throw new CliProblem(
      EXIT.usage,
      `No rate is known for ${market}: give it with --rate and --marketing-rate.`,
      [`Known: ${KNOWN_MARKETS.join(", ")}`],
    );
  return {
    ...table,
    ...(rate !== undefined && sameForAll(rate)),
    ...omitUndefined({ marketing: marketingRate }),
  };
}

function billedText(billed: Estimate["numbers"][number]["billed"]): string {
  if (billed === "unknown") return billed;
  const counts = Object.entries(billed).map(([category, count]) => `${count} ${category}`);
  return counts.join(", ") || "0";
}

function mediaLine({ voiceSeconds, images, documents, usd: cost }: Estimate["media"]): string {
  const given = [
    [voiceSeconds, "s of voice"],
    [images, "pictures"],
    [documents, "documents"],
  ].flatMap(([count, what]) => (count === 0 ? [] : `${count} ${what}`));
  return given.length === 0 ? "" : `\nUnderstood: ${given.join(", ")}: about ${usd(cost)}.`;
}

function show(estimated: Estimate, print: Output): void {
  const { numbers, media, aws, standing, total, forecast, from, until } = estimated;
  print.line(print.paint("bold", `${dayOf(from)} to ${dayOf(until)}, estimated`));
  print.table([
    ["NUMBER", "IN", "ANSWERED", "SENT", "BILLED", "FREE LEFT", "WHATSAPP", "TWILIO"],
    ...numbers.map(({ number, inbound, answered, sent, billed, freeLeft, whatsapp, twilio, provider }) => [
      number,
      String(inbound),
      String(answered),
      String(sent),
      billedText(billed),
      String(freeLeft),
      usd(whatsapp),
      PROVIDER_FEE_USD[provider] === undefined ? "-" : usd(twilio),
    ]),
  ]);
  const understood = mediaLine(media);
  if (understood) print.line(understood);
  if (total !== "unknown") {
    const later =
      forecast === "unknown" ? "" : `, about ${print.paint("bold", usd(forecast))} at the month's end`;
    print.line(`\nAWS ${usd(aws)}; together ${print.paint("bold", usd(total))} so far${later}.`);
    return;
  }
  const known = summed(
    [
      aws === "unknown" ? standing : aws,
      ...numbers.flatMap(({ whatsapp, twilio }) => [whatsapp, twilio]),
    ].filter((each) => each !== "unknown"),
  );
  const most = aws === "unknown" ? `unknown (${usd(standing)} of it whatever the traffic)` : usd(aws);
  print.line(`\nAWS ${most}; together unknown: what is known of it is ${usd(known)} so far.`);
}

function explain(
  { numbers }: Estimate,
  rates: Rates,
  { market, rate, marketingRate }: Options,
  print: Output,
): void {
  const { service, marketing } = rates;
  const categories = [
    ...(service === undefined
      ? []
      : [`${service} USD for one billed message of service, utility or authentication`]),
    ...(marketing === undefined ? [] : [`${marketing} USD for marketing`]),
  ];
  const table = market !== undefined && (rate === undefined || marketingRate === undefined);
  const source = table ? `; rates of ${market}, list prices valid from ${RATES_AS_OF} (${RATES_SOURCE})` : "";
  if (categories.length > 0) print.note(`At ${categories.join(", ")}${source}.`);
  const missing = new Set(
    numbers.flatMap(({ billed }) =>
      billed === "unknown" ? [] : Object.keys(billed).filter((each) => rates[each] === undefined),
    ),
  );
  if (missing.size > 0)
    print.note(
      `No rate is known for ${[...missing].join(", ")}: name the customers' country with --market (0.0008 to 0.055 USD for service and utility, up to 0.16 for marketing), or give --rate and --marketing-rate.`,
    );
  if (numbers.some(({ inbound, billed }) => inbound === "unknown" || billed === "unknown"))
    print.note('"unknown": CloudWatch has no value of that metric in this month. It is not counted as 0.');
  print.note(
    "Your Chatsby plan comes on top. What you are billed is in Meta's, Twilio's and AWS's own pages.",
  );
}

export const costCommand = (program: Command, { io }: Context) =>
  withApi(program.command("cost"))
    .description("this month's cost of WhatsApp and AWS, estimated from what was counted")
    .option(
      "--market <country>",
      "the customers' country (US, DE, BR …), or a region of Meta's rate card (rest-of-africa …)",
    )
    .option("--rate <usd>", "USD for one billed service or utility message, from Meta's rate card", price)
    .option("--marketing-rate <usd>", "USD for one marketing message", price)
    .addHelpText(
      "after",
      "\nExamples:\n  npm run wa -- cost --market US\n  npm run wa -- cost --rate 0.022 --marketing-rate 0.0635 --stage prod",
    )
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const rates = chosenRates(options);
      const cloud = await openCloud(options, io);
      const found = await retryThrottled(io, () =>
        estimate(cloud, io.clock.now() + (cloud.aheadMs ?? 0), rates),
      );
      const print = outputTo(io);
      if (options.json) {
        const table =
          options.market === undefined
            ? {}
            : { market: options.market, ratesAsOf: RATES_AS_OF, ratesSource: RATES_SOURCE };
        print.json({ ...found, rate: rates.service ?? "unknown", rates, ...table });
        return;
      }
      show(found, print);
      explain(found, rates, options, print);
    });
