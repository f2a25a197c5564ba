import type { Alarm } from './snapshot.ts';
import { names, visible } from './words.ts';

/** How long an alarm must have stood before a click can mean it, in milliseconds: one that came as the hand went down was not read. */
export const readForMs = 500;
/** The longest list of alarms in one call, in bytes: the server takes bodies of 4096. */
export const bytesAtMost = 3500;

/** An alarm as it was seen. One that begins anew under the same key is another one. */
export interface SeenAlarm {
  readonly key: string;
  readonly since: string;
}

/** Which alarms a person can have read by now. Pure: time comes in. */
export class AlarmsSeen {
  private readonly listedAt = new Map<string, number>();
  private shownAt: number | null = null;

  /** These are listed, in sight. Gives those that were not before. */
  take(alarms: readonly Alarm[], now: number): Alarm[] {
    this.shownAt ??= now;
    const all = new Set(alarms.map(identity));
    for (const each of this.listedAt.keys()) if (!all.has(each)) this.listedAt.delete(each);
    const fresh = alarms.filter((alarm) => !this.listedAt.has(identity(alarm)));
    for (const alarm of fresh) this.listedAt.set(identity(alarm), now);
    return fresh;
  }

  /** None is in sight: once they are again, they are to be read again. */
  hide(): void {
    this.shownAt = null;
  }

  /** Those of them that stood long enough to be read. */
  readable(alarms: readonly Alarm[], now: number): Alarm[] {
    const { shownAt } = this;
    if (shownAt === null) return [];
    return alarms.filter((alarm) => now - Math.max(shownAt, this.listedAt.get(identity(alarm)) ?? now) >= readForMs);
  }
}

export function identity(alarm: SeenAlarm): string {
  return `${alarm.since} ${alarm.key}`;
}

/** Lists of alarms, each short enough for one call. */
export function batches(alarms: readonly SeenAlarm[]): SeenAlarm[][] {
  const all: SeenAlarm[][] = [];
  let bytes = Infinity;
  for (const { key, since } of alarms) {
    const own = new TextEncoder().encode(JSON.stringify({ key, since })).length + 1;
    if (bytes + own > bytesAtMost) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)!.push({ key, since });
    bytes += own;
  }
  return all;
}

/** What several of a kind are called together, and what to do about them. */
const kinds: Readonly<Record<string, { readonly word: string; readonly check: string }>> = {
  lost: { word: 'lost', check: 'check what they share (access point, switch, power)' },
  missing: { word: 'missing', check: 'check what they share (access point, switch, power)' },
  broken: { word: 'broken', check: 'look at them' },
  'not-confirmed': { word: 'not confirmed', check: 'use the wired button' },
  'unverified-stop': { word: 'confirmed the stop without the key', check: 'look at them' },
};

/**
 * All of them in one sentence, the newest kind first: one alone in its own words, several of a kind by number and name.
 * @param nameOf the name of the IZZY with an id, or undefined
 */
export function sentence(alarms: readonly Alarm[], nameOf: (id: string) => string | undefined): string {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of [...alarms].reverse()) {
    const kind = alarm.key.split(':', 1)[0]!;
    groups.set(kind, [...(groups.get(kind) ?? []), alarm]);
  }
  return [...groups].map(([kind, group]) => together(kind, group, nameOf)).join('; ');
}

function together(kind: string, group: readonly Alarm[], nameOf: (id: string) => string | undefined): string {
  const own = visible(group[0]!.text);
  if (group.length === 1) return own;
  const said = kinds[kind];
  if (said === undefined) return `${own} (and ${group.length - 1} more like it)`;
  const who = group.map(({ key }) => key.slice(kind.length + 1)).map((id) => nameOf(id) ?? id);
  return `${group.length} ${said.word}: ${names(who, 3)}; ${said.check}`;
}
