import type { Snapshot } from './snapshot.ts';

/** A beat of the page: ten a second. Three and a half missed is late, seven is no data. In milliseconds. */
export const lateAfterMs = 350;
export const staleAfterMs = 700;

/**
 * How fast this machine's clock and Mother's may part, as a share: ten times what a bad crystal does. More than that is not
 * the clocks; it is snapshots that waited on their way.
 */
export const clockDrift = 0.0005;

export type Freshness = 'live' | 'late' | 'stale';

/**
 * How old what we know is. Never asks the connection: a stream from a frozen Mother stays open without an error, and a page that
 * stood still finds old snapshots in its socket which *arrive* only now. So the arrival alone proves nothing: each snapshot carries
 * Mother's own clock, and one that took longer than the quickest before it is older by that much.
 */
export class Staleness {
  /** The browser's clock minus Mother's, for the quickest snapshot; null until there was one. */
  private offset: number | null = null;
  private boot: string | null = null;
  private arrivedAt: number | null = null;
  private madeAt: number | null = null;
  private notBefore = -Infinity;
  private openedAt: number | null = null;

  /** A snapshot arrived at `now` (performance.now(), in milliseconds). */
  arrive(snapshot: Pick<Snapshot, 'boot' | 'motherMs'>, now: number): void {
    const offset = now - snapshot.motherMs;
    if (this.boot !== snapshot.boot || this.offset === null || this.arrivedAt === null) {
      this.offset = offset;
    } else {
      this.offset = Math.min(offset, this.offset + clockDrift * Math.max(0, now - this.arrivedAt));
      // The server sends only what it made after it was asked: where the clocks say otherwise, they were set apart meanwhile.
      if (this.openedAt !== null) this.offset = Math.max(this.offset, Math.min(offset, this.openedAt - snapshot.motherMs));
    }
    this.openedAt = null;
    this.boot = snapshot.boot;
    this.arrivedAt = now;
    this.madeAt = snapshot.motherMs + this.offset;
  }

  /** A new connection was asked for at `now`: it carries nothing that was made before. What is known of the clocks still counts. */
  reconnected(now: number): void {
    this.openedAt = now;
  }

  /** The page was out of sight, or is so now: what is known counts for nothing until a snapshot made after this moment comes. */
  distrustBefore(now: number): void {
    this.notBefore = now;
  }

  /** How long ago the newest snapshot was made, or null if there was none. */
  ageMs(now: number): number | null {
    return this.madeAt === null ? null : Math.max(0, now - this.madeAt);
  }

  /** How long ago anything at all arrived, or null. Only for deciding to connect anew. */
  sinceArrivalMs(now: number): number | null {
    return this.arrivedAt === null ? null : now - this.arrivedAt;
  }

  freshness(now: number): Freshness {
    const age = this.ageMs(now);
    if (age === null || age >= staleAfterMs || this.madeAt! < this.notBefore) return 'stale';
    return age >= lateAfterMs ? 'late' : 'live';
  }
}

/** An IZZY's age now: as Mother measured it, and what passed since. */
export function shownAgeMs(ageMs: number | null, snapshotAgeMs: number | null): number | null {
  return ageMs === null || snapshotAgeMs === null ? null : ageMs + snapshotAgeMs;
}
