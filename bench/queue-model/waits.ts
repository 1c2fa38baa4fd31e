const BUCKETS_PER_FACTOR = 100;
const LEAST_SECONDS = 1e-4;
const BUCKETS = BUCKETS_PER_FACTOR * 24;

/** Of any number of times; a quantile is right to a hundredth. */
export class Waits {
  readonly #counts = new Float64Array(BUCKETS);
  count = 0;
  sum = 0;
  max = 0;

  add(seconds: number): void {
    const at = Math.floor(Math.log(Math.max(seconds, LEAST_SECONDS) / LEAST_SECONDS) * BUCKETS_PER_FACTOR);
    const bucket = Math.min(at, BUCKETS - 1);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.count++;
    this.sum += seconds;
    this.max = Math.max(this.max, seconds);
  }

  get mean(): number {
    return this.sum / Math.max(1, this.count);
  }

  quantile(share: number): number {
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= share * this.count && seen > 0)
        return LEAST_SECONDS * Math.exp((bucket + 0.5) / BUCKETS_PER_FACTOR);
    }
    return 0;
  }
}
