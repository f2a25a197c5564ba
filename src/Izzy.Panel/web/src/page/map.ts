import { fit, gridLines, gridStep, isOnStage, transform, type Bounds, type Point, type Transform } from '../pure/fit.ts';
import type { Lamp } from '../pure/snapshot.ts';
import { called, names } from '../pure/words.ts';
import { byId, setText } from './dom.ts';
import { Trails } from './trails.ts';
import type { View } from './view.ts';

/** An arrow is drawn this long and wide, so that a metre on the map is a metre. Nobody tells the panel how large a robot is. */
const arrowLength = 800;
const arrowWidth = 560;
/** Smaller than this it would not be seen: then it is drawn larger than the scale. In pixels. */
const smallestArrow = 16;
const margin = 26;
/** Lines stand at least so far apart that their labels do. In pixels. */
const labelEvery = 48;

interface Spot {
  readonly key: string;
  readonly name: string;
  readonly lamp: Lamp;
  readonly at: Point;
  readonly heading: number | null;
  readonly isLive: boolean;
}

/** The lamps' shapes, which the page has in squares of this size. In pixels. */
const signSize = 24;

const colours: Record<Lamp, string> = { ok: '#46d483', late: '#ffb340', stopped: '#5aa9ff', fault: '#ff6b66', unknown: '#98a3ae' };

/** The stage from above: x to the right, y up, degrees against the clock from +x. */
export class StageMap {
  private readonly canvas = byId<HTMLCanvasElement>('map');
  private readonly frame = byId('map-frame');
  private readonly context = this.canvas.getContext('2d')!;
  private readonly trails = new Trails();
  private readonly hatch: CanvasPattern;
  private readonly signs = new Map<Lamp, Path2D>((['late', 'stopped', 'fault'] as const).map((lamp) => [lamp, signOf(lamp)]));
  private readonly lastSpots = new Map<string, Spot>();
  private bounds: Bounds | null = null;
  private width = 0;
  private height = 0;
  private drawnAt = 0;

  constructor() {
    this.hatch = this.context.createPattern(hatchTile(), 'repeat')!;
    new ResizeObserver(() => this.resize()).observe(this.frame);
    this.resize();
  }

  draw(view: View): void {
    const spots = this.spotsOf(view);
    for (const spot of spots) if (spot.isLive) this.trails.add(spot.key, spot.at, view.now);
    this.trails.forgetOld(view.now);
    // Ten a second for the words, and at most that for the picture.
    if (view.now - this.drawnAt < 80 || this.width < 2) return;
    this.drawnAt = view.now;

    const wasBounds = this.bounds;
    this.bounds = fit([...spots.map((spot) => spot.at), ...this.trails.points()], wasBounds);
    const to = transform(this.bounds, this.width, this.height, margin);
    this.context.clearRect(0, 0, this.width, this.height);
    this.drawGrid(to, this.bounds);
    for (const spot of spots) this.drawTrail(to, spot, view.now);
    // Trouble is drawn over what is well, and the chosen one over all.
    const order = [...spots].sort((a, b) => Number(a.key === view.chosen) - Number(b.key === view.chosen) || Number(a.lamp !== 'ok') - Number(b.lamp !== 'ok'));
    const seen = order.filter((spot) => isOnStage(spot.at));
    for (const spot of seen) this.drawArrow(to, spot, view.chosen === spot.key);
    // Names of a hundred would cover each other: then only those that matter.
    for (const spot of seen) if (spots.length <= 24 || spot.key === view.chosen || spot.lamp !== 'ok') this.drawName(to, spot);
    this.note(view, spots);
  }

  private spotsOf(view: View): Spot[] {
    const spots: Spot[] = [];
    const keys = new Set<string>();
    for (const { key, izzy } of view.listed) {
      keys.add(key);
      const isLive = izzy.isLive && view.freshness !== 'stale';
      if (izzy.presence !== 'missing' && izzy.x !== null && izzy.y !== null) {
        const lamp = view.freshness === 'stale' ? 'unknown' : izzy.lamp;
        const spot = { key, name: izzy.name, lamp, at: { x: izzy.x, y: izzy.y }, heading: izzy.heading, isLive };
        this.lastSpots.set(key, spot);
        spots.push(spot);
      } else if (this.lastSpots.has(key)) {
        spots.push({ ...this.lastSpots.get(key)!, lamp: 'unknown', isLive: false });
      }
    }
    for (const key of this.lastSpots.keys()) if (!keys.has(key)) this.lastSpots.delete(key);
    return spots;
  }

  private drawGrid(to: Transform, bounds: Bounds): void {
    const c = this.context;
    const step = gridStep(labelEvery / to.scale);
    const from = { x: bounds.minX, y: bounds.minY };
    c.lineWidth = 1;
    c.font = '11px system-ui, sans-serif';
    c.textBaseline = 'alphabetic';
    // The grid goes on to the edges of the canvas: the picture has one scale and mostly room to spare on one side.
    const edgeX = margin / to.scale + Math.max(0, (this.width / to.scale - (bounds.maxX - bounds.minX)) / 2);
    const edgeY = margin / to.scale + Math.max(0, (this.height / to.scale - (bounds.maxY - bounds.minY)) / 2);
    for (const x of gridLines(from.x - edgeX, bounds.maxX + edgeX, step)) {
      const at = Math.round(to.toScreen({ x, y: 0 }).x) + 0.5;
      this.stroke(x === 0, () => { c.moveTo(at, 0); c.lineTo(at, this.height); });
      this.label(metres(x), at + 3, this.height - 5, 'left');
    }
    for (const y of gridLines(from.y - edgeY, bounds.maxY + edgeY, step)) {
      const at = Math.round(to.toScreen({ x: 0, y }).y) + 0.5;
      this.stroke(y === 0, () => { c.moveTo(0, at); c.lineTo(this.width, at); });
      if (at > 14 && at < this.height - 20) this.label(metres(y), 4, at - 3, 'left');
    }
  }

  private stroke(isAxis: boolean, path: () => void): void {
    this.context.strokeStyle = isAxis ? '#46505b' : '#222a32';
    this.context.beginPath();
    path();
    this.context.stroke();
  }

  private label(text: string, x: number, y: number, align: CanvasTextAlign): void {
    this.context.fillStyle = '#8c97a3';
    this.context.textAlign = align;
    this.context.fillText(text, x, y);
  }

  private drawTrail(to: Transform, spot: Spot, now: number): void {
    const c = this.context;
    c.strokeStyle = spot.isLive ? colours[spot.lamp] : colours.unknown;
    c.lineWidth = 2;
    for (const piece of this.trails.pieces(spot.key, now)) {
      c.globalAlpha = piece.strength;
      c.beginPath();
      piece.points.forEach((point, i) => {
        const at = to.toScreen(point);
        if (i === 0) c.moveTo(at.x, at.y);
        else c.lineTo(at.x, at.y);
      });
      c.stroke();
    }
    c.globalAlpha = 1;
  }

  private drawArrow(to: Transform, spot: Spot, isChosen: boolean): void {
    const c = this.context;
    const at = to.toScreen(spot.at);
    const length = Math.max(arrowLength * to.scale, smallestArrow);
    const width = length * (arrowWidth / arrowLength);
    c.save();
    c.translate(at.x, at.y);
    // The screen's y runs down, the stage's up.
    c.rotate(-((spot.heading ?? 0) * Math.PI) / 180);
    c.beginPath();
    c.moveTo(length / 2, 0);
    c.lineTo(-length / 2, width / 2);
    c.lineTo(-length / 4, 0);
    c.lineTo(-length / 2, -width / 2);
    c.closePath();
    c.fillStyle = spot.isLive ? colours[spot.lamp] : this.hatch;
    c.fill();
    c.lineWidth = isChosen ? 2.5 : 1.5;
    c.strokeStyle = isChosen ? '#ffffff' : spot.isLive ? '#0a0c0f' : colours[spot.lamp];
    if (!spot.isLive && !isChosen) c.setLineDash([4, 3]);
    c.stroke();
    c.restore();
  }

  private drawName(to: Transform, spot: Spot): void {
    const c = this.context;
    const at = to.toScreen(spot.at);
    const length = Math.max(arrowLength * to.scale, smallestArrow);
    const text = `${called(spot.name, 18)}${spot.isLive ? '' : ' (old)'}`;
    c.font = '600 12px system-ui, sans-serif';
    c.textAlign = 'center';
    // Colour alone says nothing to who does not see it: what is not well has its sign beside its name.
    const sign = spot.lamp === 'ok' ? 0 : 16;
    const half = (c.measureText(text).width + sign) / 2 + 2;
    const middle = Math.min(Math.max(at.x, half), this.width - half);
    const x = middle + sign / 2;
    const y = at.y - length / 2 - 6 < 14 ? at.y + length / 2 + 14 : at.y - length / 2 - 6;
    c.lineWidth = 3;
    c.strokeStyle = '#0a0c0f';
    c.strokeText(text, x, y);
    c.fillStyle = spot.isLive ? '#e9edf1' : '#b3bdc7';
    c.fillText(text, x, y);
    if (sign > 0) this.drawSign(spot.lamp, middle - half + 2, y - 10.5);
  }

  private drawSign(lamp: Lamp, x: number, y: number): void {
    const c = this.context;
    const size = 12;
    const sign = this.signs.get(lamp) ?? circle();
    c.save();
    c.translate(x, y);
    c.scale(size / signSize, size / signSize);
    c.lineWidth = 6;
    c.stroke(sign);
    c.fillStyle = lamp === 'unknown' ? this.hatch : colours[lamp];
    c.fill(sign);
    c.restore();
  }

  private note(view: View, spots: readonly Spot[]): void {
    const onMap = new Set(spots.filter((spot) => isOnStage(spot.at)).map((spot) => spot.key));
    const off = view.listed.filter(({ key }) => !onMap.has(key)).map(({ izzy }) => izzy.name);
    const scale = this.width > 0 && this.bounds !== null ? transform(this.bounds, this.width, this.height, margin).scale : 1;
    const size = arrowLength * scale < smallestArrow ? 'arrows larger than to scale' : 'arrows are 0.8 m long';
    setText(byId('map-note'), `Lines in metres; ${size}; trails 20 s; hatched: an old position.${off.length === 0 ? '' : ` Not on the map: ${names(off)}.`}`);
  }

  private resize(): void {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const box = this.frame.getBoundingClientRect();
    this.width = Math.floor(box.width);
    this.height = Math.floor(box.height);
    this.canvas.width = this.width * ratio;
    this.canvas.height = this.height * ratio;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawnAt = 0;
  }
}

/** The shape of a lamp, as the rest of the page has it. */
function signOf(lamp: Lamp): Path2D {
  return new Path2D(byId(`lamp-${lamp}`).querySelector('path')!.getAttribute('d')!);
}

function circle(): Path2D {
  const path = new Path2D();
  path.arc(signSize / 2, signSize / 2, 10, 0, 2 * Math.PI);
  return path;
}

function metres(mm: number): string {
  return `${Number((mm / 1000).toPrecision(6))} m`;
}

/** Grey stripes: what is old, as on the cards. */
function hatchTile(): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const c = tile.getContext('2d')!;
  c.fillStyle = '#3a424b';
  c.fillRect(0, 0, 8, 8);
  c.strokeStyle = '#aab4be';
  c.lineWidth = 2;
  c.beginPath();
  for (const shift of [-8, 0, 8]) { c.moveTo(shift, 8); c.lineTo(shift + 8, 0); }
  c.stroke();
  return tile;
}
