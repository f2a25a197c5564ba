/** An event as the server tells it: its own fields, a number, and one line for people. */
export interface LogEvent {
  readonly number: number;
  readonly time: string;
  readonly event: string;
  readonly text: string;
  /** What an IZZY said of itself, where the event tells it. */
  readonly status?: string;
  /** Why datagrams counted for nothing. */
  readonly reason?: string;
  /** Whether what an IZZY said is proven to be its; only where Mother has a key. */
  readonly verified?: boolean;
}

/** As many as the server keeps. */
export const kept = 2000;

/** The events of this Mother, oldest first, each once. */
export class Logbook {
  private events: LogEvent[] = [];
  private boot: string | null = null;
  /** Events that were gone before they could be fetched. */
  missed = 0;

  get last(): number {
    return this.events.at(-1)?.number ?? 0;
  }

  /** Another Mother's events are numbered anew. */
  belongTo(boot: string): boolean {
    if (this.boot === boot) return false;
    this.boot = boot;
    this.events = [];
    this.missed = 0;
    return true;
  }

  /** What is new of a fetched page, in order. */
  add(page: readonly LogEvent[]): LogEvent[] {
    const fresh = page.filter((event) => event.number > this.last).sort((a, b) => a.number - b.number);
    const first = fresh[0];
    if (first !== undefined && this.last > 0) this.missed += Math.max(0, first.number - this.last - 1);
    this.events.push(...fresh);
    if (this.events.length > kept) this.events.splice(0, this.events.length - kept);
    return fresh;
  }

  find(filter: LogFilter): LogEvent[] {
    return this.events.filter((event) => passes(event, filter));
  }
}

/** What the log can be narrowed to. */
export type Kind = 'all' | 'faults' | 'stops' | 'warnings';

export interface LogFilter {
  /** In the text, or the name of the event. */
  readonly text: string;
  readonly kind: Kind;
}

const weights: Record<Exclude<Kind, 'all'>, Weight> = { faults: 'bad', stops: 'stop', warnings: 'warn' };

export function passes(event: LogEvent, filter: LogFilter): boolean {
  if (filter.kind !== 'all' && weight(event) !== weights[filter.kind]) return false;
  const wanted = filter.text.trim().toLocaleLowerCase();
  return wanted === '' || event.text.toLocaleLowerCase().includes(wanted) || event.event.includes(wanted);
}

export type Weight = 'bad' | 'stop' | 'warn' | 'good' | 'plain';

/** How an event stands out in the log. One that is not known is plain. */
export function weight({ event, status, reason, verified }: Pick<LogEvent, 'event' | 'status' | 'reason' | 'verified'>): Weight {
  switch (event) {
    case 'izzy-status':
      return status === 'BROKEN' ? 'bad' : status === 'ESTOP' ? 'stop' : 'plain';
    case 'izzy-lost': case 'izzies-lost': case 'stop-unconfirmed': case 'thread-died': case 'mother-conflict':
    case 'duplicate-izzy': case 'no-interface': case 'state-not-saved': case 'registry-full':
      return 'bad';
    case 'stop-confirmed':
      return verified === false ? 'warn' : 'stop';
    case 'rejected':
      // A wrong key, or somebody forges.
      return reason === 'unverified' || reason === 'wrong-mac' ? 'bad' : 'warn';
    case 'stopped': case 'reset': case 'reset-refused':
      return 'stop';
    case 'izzy-late': case 'izzies-late': case 'paused': case 'clock-stepped': case 'events-lost':
      return 'warn';
    case 'izzy-found': case 'izzy-returned':
      return verified === false ? 'warn' : 'good';
    case 'beating':
      return 'good';
    default:
      return 'plain';
  }
}
