import type { Izzy, Lamp } from './snapshot.ts';

export const lamps: readonly Lamp[] = ['ok', 'late', 'stopped', 'fault', 'unknown'];

/** More than this, and cards become rows: a full card each would not fit on the smallest desk. */
export const fullCardsAtMost = 12;

/** What a full card takes with the gap below it, in pixels; the style sheet's height. */
export const fullCardHeight = 139;

/** Full cards if all of them are seen without scrolling, else rows; `height` is null where the whole page scrolls. */
export function isCompact(count: number, columns: number, height: number | null): boolean {
  if (count > fullCardsAtMost) return true;
  return height !== null && Math.ceil(count / Math.max(1, columns)) * fullCardHeight > height;
}

export type StateFilter = 'all' | 'trouble' | 'unverified' | Lamp;

export interface Listed {
  /** Stable for as long as the IZZY is there, and unique in one snapshot. */
  readonly key: string;
  readonly izzy: Izzy;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/**
 * By name and then id, never by state: a card that jumps when its robot is in trouble is not where the eye looks for it.
 * An id that stands twice (two robots from one copied card) gives two cards.
 */
export function inOrder(izzies: readonly Izzy[]): Listed[] {
  const sorted = [...izzies].sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const seen = new Map<string, number>();
  return sorted.map((izzy) => {
    const base = izzy.id === '' ? `name:${izzy.name}` : `id:${izzy.id}`;
    const times = seen.get(base) ?? 0;
    seen.set(base, times + 1);
    return { key: times === 0 ? base : `${base}#${times}`, izzy };
  });
}

export function matches(izzy: Izzy, name: string, state: StateFilter): boolean {
  const isShown = state === 'all' || (state === 'trouble' ? izzy.lamp !== 'ok' : state === 'unverified' ? izzy.verified === false : izzy.lamp === state);
  if (!isShown) return false;
  const wanted = name.trim().toLocaleLowerCase();
  return wanted === '' || izzy.name.toLocaleLowerCase().includes(wanted);
}

export function counts(izzies: readonly Izzy[]): Record<StateFilter, number> {
  const result: Record<StateFilter, number> = { all: izzies.length, trouble: 0, unverified: 0, ok: 0, late: 0, stopped: 0, fault: 0, unknown: 0 };
  for (const izzy of izzies) {
    result[izzy.lamp]++;
    if (izzy.lamp !== 'ok') result.trouble++;
    if (izzy.verified === false) result.unverified++;
  }
  return result;
}

export type Permission = 'may' | 'may-not' | 'not-known';

/**
 * Whether it may move, as far as Mother can know. One that she does not hear is not *stopped*: nobody knows, and silence is never
 * shown as stopped. One that has not confirmed a stop may well be moving, and so may one in whose name anybody could have said so.
 */
export function permission(izzy: Izzy, isMotherStopped: boolean): Permission {
  if (!izzy.isLive) return 'not-known';
  if (izzy.mayMove) return 'may';
  if (izzy.verified === false || (isMotherStopped && izzy.confirmedAfterMs === null)) return 'not-known';
  return 'may-not';
}

/** What is known of the key: a quiet word for what is proven, what to do where it is not, and nothing where Mother has no key. */
export function proof(izzy: Izzy): { readonly word: string; readonly about: string } | null {
  if (izzy.verified === undefined || izzy.presence === 'missing') return null;
  return izzy.verified
    ? { word: 'verified', about: 'It has the key. Its age counts from the challenge that it echoed, not from when it was heard.' }
    : { word: 'UNVERIFIED', about: 'Anybody could say what it says: start it with the venue’s --key-file. Its age counts from when it was heard.' };
}

/** How sure the word is, for a person: a filter cannot hide a name, so the count of what it hides is told. */
export function hidden(total: number, shown: number): string {
  return shown === total ? '' : `${total - shown} hidden by the filter`;
}
