import uPlot from 'uplot';
import { largest, Series, windowSeconds } from '../pure/series.ts';
import { shownAgeMs } from '../pure/staleness.ts';
import type { Izzy } from '../pure/snapshot.ts';
import { visible } from '../pure/words.ts';
import { byId, make, setText } from './dom.ts';
import type { View } from './view.ts';

/** A sample and a drawing five times a second: the eye sees a minute in 400 pixels. In milliseconds. */
const sampleEveryMs = 200;

interface Strip {
  readonly plot: uPlot;
  readonly series: Series;
  readonly now: HTMLElement;
  readonly box: HTMLElement;
  sample(view: View): readonly (number | null)[];
}

/** The last minute of ages, round trips and the beat's lateness. A gap is where nothing was known. */
export class Charts {
  private readonly strips: Strip[];
  private sampledAt = 0;
  private chosen: string | null = null;

  constructor() {
    this.strips = [
      this.strip('chart-age', 'age ms', ['#c3ccd5', '#5ad1e6'], (view) => [
        largest(view.listed.map(({ izzy }) => ageOf(izzy, view))),
        chosenOf(view, (izzy) => ageOf(izzy, view)),
      ]),
      this.strip('chart-roundtrip', 'round trip ms', ['#c3ccd5', '#5ad1e6'], (view) => [
        largest(view.listed.map(({ izzy }) => (izzy.isLive ? izzy.roundTripMs : null))),
        chosenOf(view, (izzy) => (izzy.isLive ? izzy.roundTripMs : null)),
      ]),
      this.strip('chart-lateness', 'beat late ms', ['#c3ccd5'], (view) => [view.snapshot!.mother.isStopped ? null : view.snapshot!.mother.latenessMs]),
    ];
    const resize = new ResizeObserver(() => { for (const strip of this.strips) strip.plot.setSize(sizeOf(strip.box)); });
    for (const strip of this.strips) resize.observe(strip.box);
  }

  draw(view: View): void {
    if (view.now - this.sampledAt < sampleEveryMs) return;
    this.sampledAt = view.now;
    if (view.chosen !== this.chosen) {
      this.chosen = view.chosen;
      this.strips[0]!.series.forget(1);
      this.strips[1]!.series.forget(1);
    }
    const at = view.now / 1000;
    for (const strip of this.strips) {
      // Late is still known, stale is a gap.
      const values = view.freshness === 'stale' ? [null, null] : strip.sample(view);
      strip.series.push(at, values);
      strip.plot.setData(strip.series.data(at) as uPlot.AlignedData, false);
      strip.plot.setScale('x', { min: -windowSeconds, max: 0 });
      setText(strip.now, values[0] === null || values[0] === undefined ? '--' : values[0] < 9.95 ? values[0].toFixed(1) : String(Math.round(values[0])));
    }
    const name = view.listed.find(({ key }) => key === view.chosen)?.izzy.name;
    setText(byId('strips-hint'), name === undefined ? 'white: the worst of all' : `white: the worst of all; cyan: ${visible(name)}`);
  }

  private strip(testId: string, title: string, colours: readonly string[], sample: Strip['sample']): Strip {
    const box = make('div', 'strip-plot');
    const now = make('b', 'strip-now', '--');
    const head = make('div', 'strip-head');
    head.append(make('span', '', title), now);
    const frame = make('div', 'strip');
    frame.dataset['testid'] = testId;
    frame.append(head, box);
    byId('strips').append(frame);
    const axis = { stroke: '#8c97a3', font: '11px system-ui, sans-serif', ticks: { show: false }, grid: { stroke: '#222a32', width: 1 } };
    const plot = new uPlot({
      ...sizeOf(box),
      legend: { show: false },
      cursor: { show: false },
      padding: [9, 16, 0, 0],
      scales: {
        x: { time: false, auto: false },
        // From zero, and never less than ten high: a tenth of a millisecond of jitter is no mountain.
        y: { range: (_, __, max) => [0, Math.max(10, (max ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, size: 20, splits: (plot) => (plot.width < 150 ? [-60, 0] : plot.width < 220 ? [-60, -30, 0] : [-60, -40, -20, 0]), values: (_, splits) => splits.map((split) => (split === 0 ? 'now' : `${split} s`)) },
        { ...axis, size: 40, space: 22, values: (_, splits) => splits.map(String) },
      ],
      series: [{}, ...colours.map((stroke) => ({ stroke, width: 1.5, spanGaps: false, points: { show: false } }))],
    }, [[], ...colours.map(() => [])] as unknown as uPlot.AlignedData, box);
    return { plot, series: new Series(colours.length), now, box, sample };
  }
}

function sizeOf(box: HTMLElement): { width: number; height: number } {
  return { width: Math.max(80, Math.floor(box.clientWidth)), height: Math.max(50, Math.floor(box.clientHeight)) };
}

function chosenOf(view: View, value: (izzy: Izzy) => number | null): number | null {
  const chosen = view.listed.find(({ key }) => key === view.chosen);
  return chosen === undefined ? null : value(chosen.izzy);
}

/** Of one that is heard, if late; the age of one that is lost only says when it was lost, and would flatten all others. */
function ageOf(izzy: Izzy, view: View): number | null {
  return izzy.presence === 'present' || izzy.presence === 'late' ? shownAgeMs(izzy.ageMs, view.snapshotAgeMs) : null;
}
