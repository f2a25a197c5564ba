import { AlarmsSeen, identity, readForMs, sentence, type SeenAlarm } from '../pure/alarmlist.ts';
import type { Alarm } from '../pure/snapshot.ts';
import { count, timeOfDay, visible } from '../pure/words.ts';
import { byId, make, say, setAttribute, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

interface Row { readonly row: HTMLLIElement; readonly text: HTMLElement; readonly state: HTMLElement; readonly button: HTMLButtonElement }

/** How long a refusal stays to be read, in milliseconds. */
const tellForMs = 6000;
/** New alarms are spoken together, so that a hundred at once do not cut each other off. In milliseconds. */
const speakEveryMs = 1000;

/** The alarms: one line that is always there, so that nothing jumps, and the whole list when asked for. */
export class Alarms {
  private readonly box = byId('alarms');
  private readonly list = byId('alarm-list');
  private readonly acknowledge = byId<HTMLButtonElement>('alarm-acknowledge');
  private readonly all = byId<HTMLButtonElement>('alarm-all');
  private readonly rows = new Map<string, Row>();
  private readonly seen = new AlarmsSeen();
  /** What the line is about, and what a click on it acknowledges. */
  private onLine: readonly Alarm[] = [];
  private movedAt = 0;
  private unspoken: Alarm[] = [];
  private spokenAt = -Infinity;
  private told: { readonly text: string; readonly until: number } | null = null;

  constructor(private readonly onAcknowledge: (alarms: readonly SeenAlarm[]) => void) {
    this.acknowledge.addEventListener('click', () => {
      const read = this.seen.readable(this.onLine, performance.now());
      if (read.length > 0) this.onAcknowledge(read);
    });
    this.all.addEventListener('click', () => {
      this.list.hidden = !this.list.hidden;
      setAttribute(this.all, 'aria-expanded', String(!this.list.hidden));
    });
  }

  /** Why an alarm was not acknowledged. */
  tell(text: string): void {
    this.told = { text, until: performance.now() + tellForMs };
    say('say', text);
  }

  draw(view: View): void {
    const isStale = view.freshness === 'stale';
    const alarms = view.snapshot?.alarms ?? [];
    const open = alarms.filter((alarm) => alarm.state === 'unacknowledged');
    const standing = alarms.filter((alarm) => alarm.state !== 'cleared');
    const over = alarms.filter((alarm) => alarm.state === 'cleared');
    const nameOf = (id: string): string | undefined => view.listed.find(({ izzy }) => izzy.id === id)?.izzy.name;
    this.onLine = isStale ? [] : [...open, ...over];
    setAttribute(this.box, 'data-state', isStale ? 'unknown' : open.length > 0 ? 'open' : standing.length > 0 ? 'seen' : over.length > 0 ? 'over' : 'none');
    setAttribute(byId('alarm-lamp'), 'href', `#lamp-${isStale ? 'unknown' : standing.length > 0 ? 'fault' : 'ok'}`);
    setText(byId('alarm-count'), isStale ? 'Alarms not known' : counted(standing.length, open.length, over.length));
    const told = this.told !== null && view.now < this.told.until ? this.told.text : null;
    const meant = open.length > 0 ? open : over.length > 0 ? over : standing;
    const line = isStale ? '' : `${meant === over ? 'over: ' : ''}${sentence(meant, nameOf)}`;
    setText(byId('alarm-newest'), told ?? line);
    setAttribute(byId('alarm-newest'), 'title', line === '' ? null : line);
    setHidden(this.acknowledge, this.onLine.length === 0);
    setText(this.acknowledge, this.onLine.length > 1 ? `Acknowledge all ${this.onLine.length}` : 'Acknowledge');
    setHidden(this.all, alarms.length === 0);
    if (isStale) this.seen.hide();
    else this.unspoken.push(...this.seen.take(alarms, view.now));
    this.speak(view, nameOf, open);
    this.drawList(view.now, alarms, isStale);
  }

  private speak(view: View, nameOf: (id: string) => string | undefined, open: readonly Alarm[]): void {
    if (view.freshness === 'stale' || view.now - this.spokenAt < speakEveryMs) return;
    // One that is over or was acknowledged before it could be said is not said any more.
    const still = new Set(open.map(identity));
    const fresh = this.unspoken.filter((alarm) => still.has(identity(alarm)));
    this.unspoken = [];
    if (fresh.length === 0) return;
    this.spokenAt = view.now;
    say('say', `${count(fresh.length, 'new alarm', 'new alarms')}: ${sentence(fresh, nameOf)}`);
  }

  private drawList(now: number, alarms: readonly Alarm[], isStale: boolean): void {
    const all = new Set(alarms.map(identity));
    for (const [key, { row }] of this.rows) {
      if (all.has(key)) continue;
      row.remove();
      this.rows.delete(key);
      this.movedAt = now;
    }
    for (const alarm of alarms) {
      const parts = this.rows.get(identity(alarm)) ?? this.addRow(alarm, now);
      setAttribute(parts.row, 'data-state', isStale ? 'unknown' : alarm.state);
      setText(parts.state, isStale ? 'not known' : alarm.state === 'unacknowledged' ? 'not acknowledged' : alarm.state === 'acknowledged' ? 'acknowledged' : 'over');
      setText(parts.text, `${timeOfDay(alarm.since)}  ${visible(alarm.text)}`);
      setHidden(parts.button, isStale || alarm.state === 'acknowledged');
    }
  }

  private addRow({ key, since }: Alarm, now: number): Row {
    const parts = { row: make('li'), text: make('span', 'alarm-text'), state: make('b', 'alarm-state'), button: make('button', '', 'Acknowledge') };
    parts.button.type = 'button';
    parts.button.addEventListener('click', (event) => {
      // A row that slid under the finger is not the one that was meant. The keyboard's focus goes with its row.
      if (event.detail === 0 || performance.now() - this.movedAt >= readForMs) this.onAcknowledge([{ key, since }]);
    });
    parts.row.append(parts.state, parts.text, parts.button);
    this.list.prepend(parts.row);
    this.rows.set(identity({ key, since }), parts);
    this.movedAt = now;
    return parts;
  }
}

function counted(standing: number, open: number, over: number): string {
  const parts: string[] = [];
  if (standing > 0) parts.push(`${count(standing, 'alarm', 'alarms')}${open === 0 ? ', all seen' : ''}`);
  if (over > 0) parts.push(`${over} over, not seen`);
  return parts.length === 0 ? 'No alarms' : parts.join('; ');
}
