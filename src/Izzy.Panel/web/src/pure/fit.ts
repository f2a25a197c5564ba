/** What part of the stage the map shows, in millimetres, and how it comes to the screen. Pure. */

export interface Point { readonly x: number; readonly y: number }
export interface Bounds { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number }

/** No stage is larger; a position beyond it (a lost odometer) is named beside the map instead of shrinking all others to a dot. */
export const largestStage = 200_000;
/** At least this much is shown, so that one robot alone does not fill the map. In millimetres. */
export const smallestView = 4_000;
/** The view shrinks only when what there is would fit into this share of it: a map that breathes is hard to read. */
const shrinkBelow = 0.5;

export function isOnStage(point: Point): boolean {
  return Math.abs(point.x) <= largestStage && Math.abs(point.y) <= largestStage;
}

/** Lines 1, 2 or 5 times a power of ten apart, and at least this far. In millimetres. */
export function gridStep(atLeast: number): number {
  const rough = Math.max(1, atLeast);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  return (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10) * power;
}

/** The bounds to show: round, with room at the edge, and the former ones for as long as they serve. */
export function fit(points: readonly Point[], former: Bounds | null): Bounds {
  const on = points.filter(isOnStage);
  if (on.length === 0) return former ?? around({ x: 0, y: 0 }, smallestView);
  const tight = {
    minX: Math.min(...on.map((point) => point.x)), maxX: Math.max(...on.map((point) => point.x)),
    minY: Math.min(...on.map((point) => point.y)), maxY: Math.max(...on.map((point) => point.y)),
  };
  const span = Math.max(tight.maxX - tight.minX, tight.maxY - tight.minY, smallestView);
  const step = gridStep(span / 8);
  const round = {
    minX: Math.floor(tight.minX / step - 0.5) * step, maxX: Math.ceil(tight.maxX / step + 0.5) * step,
    minY: Math.floor(tight.minY / step - 0.5) * step, maxY: Math.ceil(tight.maxY / step + 0.5) * step,
  };
  if (former === null) return round;
  const holds = former.minX <= tight.minX && former.maxX >= tight.maxX && former.minY <= tight.minY && former.maxY >= tight.maxY;
  if (!holds) return union(former, round);
  const formerSpan = Math.max(former.maxX - former.minX, former.maxY - former.minY);
  const roundSpan = Math.max(round.maxX - round.minX, round.maxY - round.minY);
  return roundSpan < formerSpan * shrinkBelow ? round : former;
}

/** From millimetres to pixels: x to the right, y up, one scale for both. */
export interface Transform {
  readonly scale: number;
  toScreen(point: Point): Point;
}

export function transform(bounds: Bounds, width: number, height: number, margin: number): Transform {
  const spanX = Math.max(1, bounds.maxX - bounds.minX);
  const spanY = Math.max(1, bounds.maxY - bounds.minY);
  const scale = Math.max(1e-6, Math.min((width - 2 * margin) / spanX, (height - 2 * margin) / spanY));
  const middleX = (bounds.minX + bounds.maxX) / 2;
  const middleY = (bounds.minY + bounds.maxY) / 2;
  return {
    scale,
    toScreen: (point) => ({ x: width / 2 + (point.x - middleX) * scale, y: height / 2 - (point.y - middleY) * scale }),
  };
}

/** Grid lines between two ends, none of them outside. */
export function gridLines(from: number, to: number, step: number): number[] {
  const lines: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) lines.push(i * step);
  return lines;
}

function around(point: Point, span: number): Bounds {
  return { minX: point.x - span / 2, maxX: point.x + span / 2, minY: point.y - span / 2, maxY: point.y + span / 2 };
}

function union(a: Bounds, b: Bounds): Bounds {
  return { minX: Math.min(a.minX, b.minX), minY: Math.min(a.minY, b.minY), maxX: Math.max(a.maxX, b.maxX), maxY: Math.max(a.maxY, b.maxY) };
}
