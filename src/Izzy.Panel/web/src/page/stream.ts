import { parseSnapshot, type Snapshot } from '../pure/snapshot.ts';

/** How long a stream may say nothing before it is opened anew: a half-open connection never tells of its end. In milliseconds. */
const silentForMs = 2500;
const firstBackoffMs = 250;
const longestBackoffMs = 1000;
/** The longest that a stop may have this page's connection for itself. In milliseconds. */
const lentForMs = 1500;

export interface StreamListener {
  onSnapshot(snapshot: Snapshot, arrivedAt: number): void;
  /** A new connection was asked for: whatever waited in the old one does not come any more. */
  onReconnect(at: number): void;
  /** The stream ended or was refused; perhaps the session is missing. */
  onTrouble(): void;
}

/** The stream of snapshots, which connects again by itself, for ever. Tells nothing about freshness: that is not its business. */
export class Stream {
  private source: EventSource | null = null;
  private backoffMs = firstBackoffMs;
  private openedAt = 0;
  private heardAt = 0;
  private retry: number | undefined;

  constructor(private readonly listener: StreamListener) {}

  open(): void {
    this.close();
    if (document.hidden) return;
    this.openedAt = performance.now();
    this.listener.onReconnect(this.openedAt);
    const source = new EventSource('api/stream');
    this.source = source;
    source.onmessage = (message: MessageEvent<string>) => {
      if (source !== this.source) return;
      const arrivedAt = performance.now();
      const snapshot = parseSnapshot(message.data);
      if (snapshot === null) return;
      this.heardAt = arrivedAt;
      this.backoffMs = firstBackoffMs;
      this.listener.onSnapshot(snapshot, arrivedAt);
    };
    // The browser's own retry waits seconds, and gives up for ever after a refusal.
    source.onerror = () => {
      if (source !== this.source) return;
      source.close();
      this.source = null;
      this.listener.onTrouble();
      this.openLater();
    };
  }

  /** Nobody looks: no connection is held. */
  close(): void {
    window.clearTimeout(this.retry);
    this.retry = undefined;
    this.source?.close();
    this.source = null;
  }

  /**
   * Gives up its connection for a while. A browser allows six to one address, and so many pages in sight hold them all: a stop that gets no
   * answer may be waiting for one.
   */
  lend(): void {
    this.close();
    this.retry = window.setTimeout(() => this.open(), lentForMs);
  }

  /** The stop was answered: what follows of it is wanted now. */
  takeBack(): void {
    if (this.source === null) this.open();
  }

  /** Asked now and then: opens anew what is silent for too long. */
  watch(now: number): void {
    if (this.source !== null && now - Math.max(this.openedAt, this.heardAt) > silentForMs) this.open();
  }

  private openLater(): void {
    if (this.retry !== undefined) return;
    this.retry = window.setTimeout(() => this.open(), this.backoffMs);
    this.backoffMs = Math.min(longestBackoffMs, this.backoffMs * 2);
  }
}
