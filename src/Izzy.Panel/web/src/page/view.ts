import type { Freshness } from '../pure/staleness.ts';
import type { Snapshot } from '../pure/snapshot.ts';
import type { Listed } from '../pure/roster.ts';

/** All that a part of the page needs to draw itself once. */
export interface View {
  /** performance.now() of this drawing. */
  readonly now: number;
  readonly freshness: Freshness;
  /** The newest snapshot, or null before the first. While stale it is for names and words only; numbers are not live. */
  readonly snapshot: Snapshot | null;
  /** Its age, or null. */
  readonly snapshotAgeMs: number | null;
  /** The IZZYs in the order of the page. */
  readonly listed: readonly Listed[];
  /** The key of the IZZY that was chosen, or null. */
  readonly chosen: string | null;
}
