import { Logbook, passes, weight, type Kind, type LogEvent, type LogFilter } from '../pure/logbook.ts';
import { count, timeOfDay, visible } from '../pure/words.ts';
import { call } from './api.ts';
import { byId, make, setAttribute, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

/** Rows in the page: more are in the file. */
const rowsAtMost = 300;

/** What happened, the newest first. Fetched when a snapshot tells that there is more. */
export class Log {
  private readonly list = byId('log');
  private readonly text = byId<HTMLInputElement>('log-filter');
  private readonly chips = new Map<Kind, HTMLButtonElement>();
  private kind: Kind = 'all';
  private readonly book = new Logbook();
  private isFetching = false;
  private notBefore = 0;

  constructor(private readonly onRefused: () => void) {
    this.text.addEventListener('input', () => this.redraw());
    // Buttons and no list that opens: while a browser's own list is open, the page does not hear Esc.
    for (const kind of ['all', 'faults', 'stops', 'warnings'] as const) this.addChip(kind);
  }

  draw(view: View): void {
    if (view.snapshot === null || view.freshness === 'stale') return;
    if (this.book.belongTo(view.snapshot.boot)) this.redraw();
    if (view.snapshot.lastEvent > this.book.last && !this.isFetching && view.now >= this.notBefore) void this.fetch(view.snapshot.boot);
  }

  private async fetch(boot: string): Promise<void> {
    this.isFetching = true;
    const answer = await call<{ readonly events: readonly LogEvent[] }>(`api/events?after=${this.book.last}`);
    this.isFetching = false;
    // Events in bursts come in one fetch; a server that refuses is not asked ten times a second.
    this.notBefore = performance.now() + (answer.ok ? 250 : 1000);
    if (!answer.ok) {
      if (answer.refusal.status === 401) this.onRefused();
      return;
    }
    if (this.book.belongTo(boot) || !Array.isArray(answer.value.events)) return;
    this.show(this.book.add(answer.value.events));
  }

  private get filter(): LogFilter {
    return { text: this.text.value, kind: this.kind };
  }

  private show(fresh: readonly LogEvent[]): void {
    // Whoever scrolled down to read is not pushed away by what is new.
    const wasAt = this.list.scrollTop;
    const before = this.list.scrollHeight;
    for (const event of fresh.slice(-rowsAtMost)) if (passes(event, this.filter)) this.list.prepend(row(event));
    while (this.list.childElementCount > rowsAtMost) this.list.lastElementChild!.remove();
    if (wasAt > 8) this.list.scrollTop = wasAt + (this.list.scrollHeight - before);
    this.note();
  }

  private redraw(): void {
    this.list.replaceChildren(...this.book.find(this.filter).slice(-rowsAtMost).reverse().map(row));
    this.note();
  }

  private note(): void {
    const parts: string[] = [];
    if (this.book.missed > 0) parts.push(`${count(this.book.missed, 'event was', 'events were')} no longer kept when this page asked.`);
    if (this.list.childElementCount === 0) parts.push(this.book.last === 0 ? 'Nothing happened yet.' : 'Nothing passes the filter.');
    setText(byId('log-note'), parts.join(' '));
    setHidden(byId('log-note'), parts.length === 0);
  }

  private addChip(kind: Kind): void {
    const chip = make('button', 'chip', kind);
    chip.type = 'button';
    setAttribute(chip, 'aria-pressed', String(kind === this.kind));
    chip.addEventListener('click', () => {
      this.kind = kind;
      for (const [each, button] of this.chips) setAttribute(button, 'aria-pressed', String(each === kind));
      this.redraw();
    });
    this.chips.set(kind, chip);
    byId('log-kind').append(chip);
  }
}

function row(event: LogEvent): HTMLLIElement {
  const line = make('li', 'log-line');
  line.dataset['weight'] = weight(event);
  const time = make('time', '', timeOfDay(event.time));
  time.dateTime = event.time;
  const text = make('span', 'log-text', visible(event.text));
  text.title = visible(event.text);
  line.append(time, make('b', '', visible(event.event)), text);
  return line;
}
