/** How much the strip charts show, in seconds. */
export const windowSeconds = 60;

/** Values over the last minute, oldest first; null is a gap: nothing was known then. */
export class Series {
  readonly times: number[] = [];
  private readonly lines: (number | null)[][];

  constructor(count: number) {
    this.lines = Array.from({ length: count }, () => []);
  }

  /** One sample of every line, at `at` seconds. */
  push(at: number, values: readonly (number | null)[]): void {
    const last = this.times.at(-1);
    if (last !== undefined && at <= last) return;
    this.times.push(at);
    this.lines.forEach((line, i) => line.push(values[i] ?? null));
    const from = this.times.findIndex((time) => time >= at - windowSeconds - 1);
    if (from > 0) {
      this.times.splice(0, from);
      for (const line of this.lines) line.splice(0, from);
    }
  }

  /** A line that meant something else until now (another IZZY was chosen) starts empty. */
  forget(line: number): void {
    this.lines[line]!.fill(null);
  }

  /** Times relative to now, and the lines, as the chart wants them. */
  data(now: number): [number[], ...(number | null)[][]] {
    return [this.times.map((time) => time - now), ...this.lines];
  }
}

/** The largest of what is known, or null. */
export function largest(values: Iterable<number | null>): number | null {
  let result: number | null = null;
  for (const value of values) if (value !== null && (result === null || value > result)) result = value;
  return result;
}
