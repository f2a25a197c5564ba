import { counts, hidden, isCompact, lamps, matches, type StateFilter } from '../pure/roster.ts';
import type { Lamp } from '../pure/snapshot.ts';
import { Card } from './card.ts';
import { byId, make, makeLamp, setAttribute, setClass, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

/** The least width of a full card, as in the style sheet. In pixels. */
const fullCardWidth = 252;

/** A card out of sight is drawn in each so manieth drawing. */
const turns = 10;

const chipWords: Record<Lamp, string> = { ok: 'OK', late: 'late', stopped: 'stopped', fault: 'lost/fault', unknown: 'not known' };

/** The cast. Cards keep their places; only a name that comes or goes moves them. */
export class Cards {
  private readonly list = byId('cards');
  private readonly note = byId('fleet-note');
  private readonly nameFilter = byId<HTMLInputElement>('filter-name');
  private readonly cards = new Map<string, Card>();
  private readonly chips = new Map<StateFilter, { button: HTMLButtonElement; count: HTMLElement }>();
  private state: StateFilter = 'all';
  private turn = 0;
  private readonly unseen = new Set<Element>();
  /** Cards a little beyond the edge count as seen, so that scrolling finds them drawn. */
  private readonly sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.unseen.delete(target);
      else this.unseen.add(target);
    }
    this.redraw();
  }, { rootMargin: '250px' });
  private columns = 1;
  private height: number | null = null;

  constructor(private readonly onChoose: (key: string) => void, private readonly redraw: () => void) {
    this.addChip('all', 'all');
    this.addChip('trouble', 'trouble');
    for (const lamp of lamps) this.addChip(lamp, chipWords[lamp]);
    this.addChip('unverified', 'UNVERIFIED');
    this.nameFilter.addEventListener('input', redraw);
    window.addEventListener('resize', () => this.measure());
    this.measure();
  }

  draw(view: View): void {
    const keys = new Set<string>();
    this.turn++;
    // A Mother who was started again without a key knows no such IZZY: the filter would hide everybody, with no button to undo it.
    if (this.state === 'unverified' && view.snapshot?.mother.hasKey !== true) this.state = 'all';
    let before: Element | null = null;
    let shown = 0;
    for (const { key, izzy } of view.listed) {
      keys.add(key);
      let card = this.cards.get(key);
      if (card === undefined || card.element.dataset['name'] !== izzy.name) {
        if (card !== undefined) this.remove(card);
        card = new Card(key, izzy.name, this.onChoose);
        card.element.dataset['key'] = key;
        card.element.dataset['name'] = izzy.name;
        this.cards.set(key, card);
        this.sight.observe(card.element);
      }
      const place: Element | null = before === null ? this.list.firstElementChild : before.nextElementSibling;
      if (place !== card.element) this.list.insertBefore(card.element, place);
      before = card.element;
      // While nothing is known, no state is either: the filter by state would hide everything.
      const isShown = matches(izzy, this.nameFilter.value, view.freshness === 'stale' ? 'all' : this.state);
      setHidden(card.element, !isShown);
      if (!isShown) continue;
      shown++;
      // In sight, ten times a second; out of sight, when what it says changes, else in turn. What comes into sight is drawn first.
      const says = `${view.freshness} ${izzy.lamp} ${izzy.word} ${izzy.verified ?? ''}`;
      const isTurn = (this.turn + shown) % turns === 0;
      if (!this.unseen.has(card.element) || isTurn || card.element.dataset['says'] !== says) card.draw(izzy, view);
      if (card.element.dataset['says'] !== says) card.element.dataset['says'] = says;
    }
    for (const [key, card] of this.cards) {
      if (keys.has(key)) continue;
      this.remove(card);
      this.cards.delete(key);
    }
    setClass(this.list, 'is-compact', isCompact(view.listed.length, this.columns, this.height));
    this.drawNote(view, shown);
    this.drawChips(view);
  }

  private remove(card: Card): void {
    this.sight.unobserve(card.element);
    this.unseen.delete(card.element);
    card.element.remove();
  }

  /**
   * How many full cards stand beside each other, and how high the list may be. Measured when the window changes, and not when a
   * stop or an alarm takes room: that is no moment for cards to change their shape.
   */
  private measure(): void {
    this.columns = Math.max(1, Math.floor((this.list.clientWidth + 8) / (fullCardWidth + 8)));
    this.height = getComputedStyle(this.list).overflowY === 'auto' ? this.list.clientHeight : null;
  }

  private drawNote(view: View, shown: number): void {
    const total = view.listed.length;
    const text = view.snapshot === null ? '' : total === 0 ? 'Nobody was heard yet, and nobody is expected. Is a robot switched on, on this network?' : hidden(total, shown);
    setText(this.note, text);
    setHidden(this.note, text === '');
  }

  private drawChips(view: View): void {
    const isStale = view.freshness === 'stale';
    setHidden(this.chips.get('unverified')!.button, view.snapshot?.mother.hasKey !== true);
    const all = counts(view.listed.map(({ izzy }) => izzy));
    for (const [filter, { button, count }] of this.chips) {
      setText(count, isStale && filter !== 'all' ? '--' : String(all[filter]));
      setAttribute(button, 'aria-pressed', String(filter === this.state));
      setClass(button, 'is-empty', all[filter] === 0 || isStale);
    }
  }

  private addChip(filter: StateFilter, word: string): void {
    const button = make('button', 'chip');
    button.type = 'button';
    button.dataset['lamp'] = filter;
    const count = make('b');
    if (filter !== 'all' && filter !== 'trouble' && filter !== 'unverified') {
      const lamp = makeLamp();
      lamp.show(filter);
      button.append(lamp.element);
    }
    button.append(count, make('span', '', word));
    // On a small desk the shape and the number stand alone.
    button.title = word;
    button.addEventListener('click', () => {
      this.state = this.state === filter ? 'all' : filter;
      this.redraw();
    });
    byId('filter-state').append(button);
    this.chips.set(filter, { button, count });
  }
}
