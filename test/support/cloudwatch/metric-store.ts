/** By minute since the start of the data. */
export type Minute = number;
/** A statistic of the minutes from `from` up to, without, `until`. Nothing was reported: undefined. */
export type Statistic = (from: Minute, until: Minute) => number | undefined;

type Totals = { sum: Float64Array; count: Float64Array };
const totalsOf = (minutes: number): Totals => ({
  sum: new Float64Array(minutes),
  count: new Float64Array(minutes),
});

/** One metric: what was reported in each minute. */
class Series {
  private readonly values: (number[] | undefined)[] = [];
  private readonly minutes: number;
  private readonly keepsValues: boolean;
  /** Most of what alarms watch never happens: then there are none. */
  private reported: Totals | undefined;
  private totals: Totals | undefined;

  /** `keepsValues`: for maxima. */
  constructor(minutes: number, keepsValues: boolean) {
    this.minutes = minutes;
    this.keepsValues = keepsValues;
  }

  add(minute: Minute, value: number, samples: number): void {
    if (minute < 0 || minute >= this.minutes) return;
    this.reported ??= totalsOf(this.minutes);
    const { sum, count } = this.reported;
    sum[minute] = (sum[minute] ?? 0) + value * samples;
    count[minute] = (count[minute] ?? 0) + samples;
    if (!this.keepsValues) return;
    const kept = this.values[minute] ?? [];
    kept.push(value);
    this.values[minute] = kept;
  }

  /** Sums up to each minute, made once: nothing is added after the first question. */
  private upTo({ sum, count }: Totals): Totals {
    if (this.totals) return this.totals;
    const totals = totalsOf(this.minutes + 1);
    for (let at = 0; at < this.minutes; at += 1) {
      totals.sum[at + 1] = (totals.sum[at] ?? 0) + (sum[at] ?? 0);
      totals.count[at + 1] = (totals.count[at] ?? 0) + (count[at] ?? 0);
    }
    this.totals = totals;
    return totals;
  }

  isQuiet(minute: Minute): boolean {
    return (this.reported?.count[minute] ?? 0) === 0;
  }

  copy(minutes: number): Series {
    const made = new Series(minutes, this.keepsValues);
    if (!this.reported) return made;
    made.reported = totalsOf(minutes);
    made.reported.sum.set(this.reported.sum.subarray(0, minutes));
    made.reported.count.set(this.reported.count.subarray(0, minutes));
    made.values.push(...this.values.map((values) => values && [...values]));
    return made;
  }

  statistic(name: string): Statistic {
    if (!this.reported) return () => undefined;
    const { sum, count } = this.upTo(this.reported);
    const within = (minute: Minute) => Math.min(Math.max(minute, 0), this.minutes);
    const between = (totals: Float64Array, from: Minute, until: Minute) =>
      (totals[within(until)] ?? 0) - (totals[within(from)] ?? 0);
    const valuesOf = (from: Minute, until: Minute): number[] =>
      this.values.slice(within(from), within(until)).flatMap((values = []) => values);
    const calculate = (from: Minute, until: Minute): number => {
      if (name === "Sum") return between(sum, from, until);
      if (name === "SampleCount") return between(count, from, until);
      if (name === "Average") return between(sum, from, until) / between(count, from, until);
      if (name === "Maximum") return valuesOf(from, until).reduce((most, value) => Math.max(most, value));
      throw new Error(`The statistic ${name} is not known here.`);
    };
    return (from, until) => (between(count, from, until) > 0 ? calculate(from, until) : undefined);
  }
}

/** Metric data by minute, the finest that CloudWatch keeps of standard metrics. */
export class MetricStore {
  private readonly series = new Map<string, Series>();
  readonly minutes: number;

  /** `minutes`: for how long. */
  constructor(minutes: number) {
    this.minutes = minutes;
  }

  /** Adds to a metric, by a handle for many additions. */
  adder(metric: string): (minute: Minute, value?: number, samples?: number) => void {
    const series = this.seriesOf(metric);
    return (minute, value = 1, samples = 1) => series.add(minute, value, samples);
  }

  statistic(metric: string, name: string): Statistic {
    return this.seriesOf(metric).statistic(name);
  }

  /** Whether nothing was reported in a minute. */
  quiet(metric: string): (minute: Minute) => boolean {
    const series = this.seriesOf(metric);
    return (minute) => series.isQuiet(minute);
  }

  /** The same data, to add to. */
  copy(minutes: number): MetricStore {
    const made = new MetricStore(minutes);
    for (const [metric, series] of this.series) made.series.set(metric, series.copy(minutes));
    return made;
  }

  private seriesOf(metric: string): Series {
    const known = this.series.get(metric);
    if (known) return known;
    // Counts are many and only ever added up.
    const made = new Series(this.minutes, /Approximate/.test(metric));
    this.series.set(metric, made);
    return made;
  }
}

/** `dimensions`: by name. */
export const metricKey = (namespace: string, name: string, dimensions: Record<string, string> = {}): string =>
  [
    namespace,
    name,
    ...Object.entries(dimensions)
      .map(([dimension, value]) => `${dimension}=${value}`)
      .toSorted(),
  ].join("|");
