import { isOnStage, type Point } from '../pure/fit.ts';

/** How long a trail is, in milliseconds. */
const trailMs = 20_000;
/** A point each 200 ms: a hundred trails are ten thousand points, and no eye sees more. */
const pointEveryMs = 200;
/** After this long without a position the trail is broken: where it was meanwhile is not known. */
const gapMs = 900;
/** A trail fades in a few strokes instead of one for each piece: a stroke is what drawing costs. */
const strengths = [0.15, 0.3, 0.5, 0.75];

interface Mark extends Point { readonly at: number }

/** Where each IZZY was in the last seconds. */
export class Trails {
  private readonly marks = new Map<string, Mark[]>();

  add(key: string, point: Point, at: number): void {
    if (!isOnStage(point)) return;
    const marks = this.marks.get(key) ?? [];
    this.marks.set(key, marks);
    const last = marks.at(-1);
    if (last === undefined || at - last.at >= pointEveryMs) marks.push({ x: point.x, y: point.y, at });
  }

  forgetOld(now: number): void {
    for (const [key, marks] of this.marks) {
      const from = marks.findIndex((mark) => now - mark.at <= trailMs);
      if (from === -1) this.marks.delete(key);
      else if (from > 0) marks.splice(0, from);
    }
  }

  *points(): Iterable<Point> {
    for (const marks of this.marks.values()) yield* marks;
  }

  /** Pieces of the trail, the older the fainter. */
  *pieces(key: string, now: number): Iterable<{ readonly points: readonly Point[]; readonly strength: number }> {
    const marks = this.marks.get(key) ?? [];
    let points: Mark[] = [];
    let level = -1;
    for (const mark of marks) {
      const own = Math.min(strengths.length - 1, Math.floor((1 - (now - mark.at) / trailMs) * strengths.length));
      const last = points.at(-1);
      const isGap = last !== undefined && mark.at - last.at > gapMs;
      if (isGap || own !== level) {
        if (points.length > 1) yield { points, strength: strengths[Math.max(0, level)]! };
        points = isGap || last === undefined ? [] : [last];
        level = own;
      }
      points.push(mark);
    }
    if (points.length > 1) yield { points, strength: strengths[Math.max(0, level)]! };
  }
}
