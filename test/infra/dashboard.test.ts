import { expect, it } from "@jest/globals";
import { templateOf } from "./synthesized.ts";

type Widget = {
  type: string;
  properties: { title?: string; start?: string; period?: number; metrics?: [{ expression?: string }][] };
};

function widgetsOf(): Widget[] {
  const [dashboard] = Object.values(templateOf().findResources("AWS::CloudWatch::Dashboard"));
  const parts: unknown[] = dashboard?.Properties.DashboardBody["Fn::Join"][1];
  return JSON.parse(parts.map((part) => (typeof part === "string" ? part : "token")).join("")).widgets;
}

const searchesOf = ({ properties: { metrics = [] } }: Widget) =>
  metrics.flatMap(([{ expression }]) => (expression?.startsWith("SEARCH") ? [expression] : []));
const metricsIn = (widgets: readonly Widget[]) =>
  new Set(widgets.flatMap(searchesOf).map((search) => /MetricName="(\w+)"/.exec(search)?.[1]));

const isDaily = ({ properties: { title = "" } }: Widget) => title.endsWith("in a day");

it("the dashboard shows each day's sums of two weeks beside the five minutes", () => {
  const days = widgetsOf().filter(isDaily);
  expect(days).toHaveLength(4);
  for (const widget of days) {
    expect(widget.properties).toMatchObject({ start: "-P14D", period: 86_400 });
    for (const search of searchesOf(widget)) expect(search).toMatch(/'(Sum|SampleCount)', 86400\)$/);
  }
});

it("what is shown by day is shown by five minutes too, but for what a day alone tells", () => {
  const widgets = widgetsOf();
  const [days, minutes] = [
    metricsIn(widgets.filter(isDaily)),
    metricsIn(widgets.filter((widget) => !isDaily(widget))),
  ];
  expect([...days].filter((name) => !minutes.has(name))).toEqual(["TurnsUndeliverable"]);
  for (const name of ["InboundMessages", "AnswerDelay", "TurnsFailed", "Handoffs", "OptOuts", "AgentErrors"])
    expect(days).toContain(name);
});
