import type { Alarm } from '../pure/snapshot.ts';
import { count, timeOfDay, visible } from '../pure/words.ts';
import { byId, make, say, setAttribute, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

interface Row { readonly row: HTMLLIElement; readonly text: HTMLElement; readonly state: HTMLElement; readonly button: HTMLButtonElement }

/** How long the line must have stood before it can be acknowledged, in milliseconds. */
const readForMs = 500;
/** How long a refusal stays to be read, in milliseconds. */
const tellForMs = 6000;

/** The alarms: one line that is always there, so that nothing jumps, and the whole list when asked for. */
export class Alarms {
  private readonly box = byId('alarms');
  private readonly list = byId('alarm-list');
  private readonly acknowledge = byId<HTMLButtonElement>('alarm-acknowledge');
  private readonly all = byId<HTMLButtonElement>('alarm-all');
  private readonly rows = new Map<string, Row>();
  private newest = '';
  private newestSince = 0;
  private told: { readonly text: string; readonly until: number } | null = null;

  constructor(private readonly onAcknowledge: (key: string) => void) {
    // One that came as the hand went down was not read.
    this.acknowledge.addEventListener('click', () => { if (performance.now() - this.newestSince >= readForMs) this.onAcknowledge(this.newest); });
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
    const newest = open.at(-1) ?? over.at(-1) ?? standing.at(-1);
    if (this.newest !== (newest?.key ?? '')) this.newestSince = view.now;
    this.newest = newest?.key ?? '';
    setAttribute(this.box, 'data-state', isStale ? 'unknown' : open.length > 0 ? 'open' : standing.length > 0 ? 'seen' : over.length > 0 ? 'over' : 'none');
    setAttribute(byId('alarm-lamp'), 'href', `#lamp-${isStale ? 'unknown' : standing.length > 0 ? 'fault' : 'ok'}`);
    setText(byId('alarm-count'), isStale ? 'Alarms not known' : counted(standing.length, open.length, over.length));
    const told = this.told !== null && view.now < this.told.until ? this.told.text : null;
    setText(byId('alarm-newest'), told ?? (isStale || newest === undefined ? '' : `${newest.state === 'cleared' ? 'over: ' : ''}${visible(newest.text)}`));
    setHidden(this.acknowledge, isStale || open.length + over.length === 0);
    setHidden(this.all, alarms.length === 0);
    this.drawList(alarms, isStale);
  }

  private drawList(alarms: readonly Alarm[], isStale: boolean): void {
    const keys = new Set(alarms.map((alarm) => alarm.key));
    for (const [key, { row }] of this.rows) {
      if (keys.has(key)) continue;
      row.remove();
      this.rows.delete(key);
    }
    for (const alarm of alarms) {
      const parts = this.rows.get(alarm.key) ?? this.addRow(alarm.key);
      setAttribute(parts.row, 'data-state', isStale ? 'unknown' : alarm.state);
      setText(parts.state, isStale ? 'not known' : alarm.state === 'unacknowledged' ? 'not acknowledged' : alarm.state === 'acknowledged' ? 'acknowledged' : 'over');
      setText(parts.text, `${timeOfDay(alarm.since)}  ${visible(alarm.text)}`);
      setHidden(parts.button, isStale || alarm.state === 'acknowledged');
    }
  }

  private addRow(key: string): Row {
    const parts = { row: make('li'), text: make('span', 'alarm-text'), state: make('b', 'alarm-state'), button: make('button', '', 'Acknowledge') };
    parts.button.type = 'button';
    parts.button.addEventListener('click', () => this.onAcknowledge(key));
    parts.row.append(parts.state, parts.text, parts.button);
    this.list.prepend(parts.row);
    this.rows.set(key, parts);
    return parts;
  }
}

function counted(standing: number, open: number, over: number): string {
  const parts: string[] = [];
  if (standing > 0) parts.push(`${count(standing, 'alarm', 'alarms')}${open === 0 ? ', all seen' : ''}`);
  if (over > 0) parts.push(`${over} over, not seen`);
  return parts.length === 0 ? 'No alarms' : parts.join('; ');
}
