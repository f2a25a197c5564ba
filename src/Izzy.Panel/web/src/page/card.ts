import { permission, proof } from '../pure/roster.ts';
import { shownAgeMs } from '../pure/staleness.ts';
import type { Following, Izzy } from '../pure/snapshot.ts';
import { called, decimal, degrees, milliseconds, notLive, seconds, visible, whole } from '../pure/words.ts';
import { make, makeLamp, setAttribute, setClass, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

const permissions = { may: 'may move', 'may-not': 'may not move', 'not-known': 'not known' } as const;

/** One IZZY. Built once; afterwards only what changed is written. */
export class Card {
  readonly element = make('li', 'card');
  private readonly lamp = makeLamp();
  private readonly word = make('strong', 'card-word');
  private readonly name = make('button', 'card-name');
  private readonly age = make('span', 'card-age');
  private readonly may = make('span', 'card-may');
  private readonly proof = make('span', 'card-proof');
  private readonly check = make('p', 'card-check');
  private readonly numbers: Record<'x' | 'y' | 'heading' | 'speed' | 'trip', HTMLElement>;
  private readonly line: LineRow;

  constructor(key: string, name: string, onChoose: (key: string) => void) {
    this.element.dataset['testid'] = `card-${name}`;
    this.word.dataset['testid'] = 'card-state';
    this.age.dataset['testid'] = 'card-age';
    this.check.dataset['testid'] = 'card-check';
    this.name.type = 'button';
    this.name.dir = 'auto';
    setText(this.name, called(name, 200));
    this.name.title = called(name, 200);
    this.element.addEventListener('click', () => onChoose(key));

    const numbers = make('dl', 'card-numbers');
    const cell = (label: string, before = '', after = ''): HTMLElement => {
      const box = make('div');
      const value = make('dd');
      // Where there is no room for the labels, these stand beside the numbers.
      value.dataset['before'] = before;
      value.dataset['after'] = after;
      box.append(make('dt', '', label), value);
      numbers.append(box);
      return value;
    };
    this.numbers = { x: cell('x mm', 'x '), y: cell('y mm', 'y '), heading: cell('heading'), speed: cell('mm/s', '', ' mm/s'), trip: cell('round trip') };
    this.line = new LineRow();
    const head = make('div', 'card-head');
    head.append(this.lamp.element, this.word, this.proof, this.age);
    this.proof.dataset['testid'] = 'card-proof';
    const who = make('div', 'card-who');
    who.append(this.name, this.may);
    this.may.title = 'Whether it may move, as far as Mother can know';
    this.element.append(head, who, this.check, this.line.element, numbers);
  }

  draw(izzy: Izzy, view: View): void {
    const isStale = view.freshness === 'stale';
    const isLive = izzy.isLive && !isStale;
    const lamp = isStale ? 'unknown' : izzy.lamp;
    // One that is not heard has no live colour: red says lost, and the hatching says that all else about it is old.
    setAttribute(this.element, 'data-lamp', lamp);
    setClass(this.element, 'is-old', isStale || izzy.presence === 'lost' || izzy.presence === 'missing');
    setClass(this.element, 'is-chosen', view.chosen !== null && this.element.dataset['key'] === view.chosen);
    setAttribute(this.name, 'aria-pressed', String(view.chosen !== null && this.element.dataset['key'] === view.chosen));
    this.lamp.show(lamp);
    setText(this.word, isStale ? 'NOT KNOWN' : visible(izzy.word));

    const may = isStale ? 'not-known' : permission(izzy, view.snapshot!.mother.isStopped);
    setAttribute(this.may, 'data-may', may);
    setText(this.may, permissions[may]);
    setText(this.age, isStale ? notLive : seconds(shownAgeMs(izzy.ageMs, view.snapshotAgeMs)));

    const proven = isStale ? null : proof(izzy);
    setHidden(this.proof, proven === null);
    setText(this.proof, proven?.word ?? '');
    setAttribute(this.proof, 'data-verified', proven === null ? null : String(izzy.verified));
    setAttribute(this.proof, 'title', proven?.about ?? null);
    // Mother and not the page says how old it is; a person who hears the page is told from what it counts.
    setAttribute(this.age, 'title', proven?.about ?? null);
    setAttribute(this.age, 'aria-description', proven?.about ?? null);

    const check = isStale ? '' : izzy.check ?? '';
    const trouble = izzy.lastTrouble ?? '';
    setClass(this.check, 'is-past', check === '');
    setClass(this.element, 'has-check', check !== '');
    const text = check !== '' ? visible(check) : trouble !== '' ? `before: ${visible(trouble)}` : '';
    setText(this.check, text);
    setAttribute(this.check, 'title', text === '' ? null : text);

    setText(this.numbers.x, isLive ? whole(izzy.x) : notLive);
    setText(this.numbers.y, isLive ? whole(izzy.y) : notLive);
    setText(this.numbers.heading, isLive ? degrees(izzy.heading) : notLive);
    setText(this.numbers.speed, isLive ? whole(izzy.speed) : notLive);
    setText(this.numbers.trip, isLive ? milliseconds(izzy.roundTripMs) : notLive);
    const line = isLive ? izzy.following : null;
    setClass(this.element, 'is-following', line !== null);
    this.line.draw(line);
  }
}

/** The line that it follows: both sensors as bars between their least and greatest, the error, and the controller's three numbers. */
class LineRow {
  readonly element = make('div', 'card-line');
  private readonly bars = [this.bar('sensor 1'), this.bar('sensor 2')];
  private readonly error = make('span', 'line-error');
  private readonly pid = make('span', 'line-pid');

  constructor() {
    this.element.append(...this.bars.map((bar) => bar.box), this.error, this.pid);
  }

  draw(line: Following | null): void {
    setHidden(this.element, line === null);
    if (line === null) return;
    this.drawBar(0, line.sensor1Min, line.sensor1Max, line.sensor1Reading);
    this.drawBar(1, line.sensor2Min, line.sensor2Max, line.sensor2Reading);
    setText(this.error, `error ${decimal(line.error, 1)} · ${decimal(line.errorAngle, 1)}°`);
    setText(this.pid, `P ${decimal(line.pidKp, 2)}  I ${decimal(line.pidKi, 2)}  D ${decimal(line.pidKd, 2)}`);
  }

  private bar(label: string): { box: HTMLElement; fill: HTMLElement; value: HTMLElement } {
    const parts = { box: make('span', 'line-bar'), fill: make('i'), value: make('b') };
    const track = make('span', 'line-track');
    track.append(parts.fill);
    parts.box.append(make('span', 'line-label', label), track, parts.value);
    return parts;
  }

  private drawBar(index: 0 | 1, min: number | null, max: number | null, reading: number | null): void {
    const { fill, value, box } = this.bars[index]!;
    const isKnown = min !== null && max !== null && reading !== null && max > min;
    const share = isKnown ? Math.min(1, Math.max(0, (reading - min) / (max - min))) : 0;
    const scale = `scaleX(${share.toFixed(2)})`;
    if (fill.style.transform !== scale) fill.style.transform = scale;
    setText(value, whole(reading));
    setAttribute(box, 'title', isKnown ? `from ${whole(min)} to ${whole(max)}` : null);
  }
}
