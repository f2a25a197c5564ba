/** How long the reset is held. Long enough that no hand that slips does it, short enough for a hand in a glove. In milliseconds. */
export const holdForMs = 1500;

export interface HoldConditions {
  /** Whether a hold may go on at all: fresh data, a stop in force, and Mother would grant it. */
  readonly isPossible: boolean;
  /** The stop in force, and who hears beats again: if either changes meanwhile, the person agreed to something else. */
  readonly about: string;
}

export type HoldOutcome = 'idle' | 'holding' | 'let-go' | 'withdrawn' | 'done';

/** The deliberate hold. Pure: time and conditions come in. It is done once for each press; to do it again, let go first. */
export class Hold {
  private since: number | null = null;
  private about = '';

  press(now: number, conditions: HoldConditions): boolean {
    if (this.since !== null || !conditions.isPossible) return false;
    this.since = now;
    this.about = conditions.about;
    return true;
  }

  /** The finger left, the window lost the focus, another key came: anything but going on holding. */
  release(): HoldOutcome {
    const was = this.since;
    this.since = null;
    return was === null ? 'idle' : 'let-go';
  }

  step(now: number, conditions: HoldConditions): HoldOutcome {
    if (this.since === null) return 'idle';
    if (!conditions.isPossible || conditions.about !== this.about) {
      this.since = null;
      return 'withdrawn';
    }
    if (now - this.since < holdForMs) return 'holding';
    this.since = null;
    return 'done';
  }

  /** From 0 to 1. */
  progress(now: number): number {
    return this.since === null ? 0 : Math.min(1, Math.max(0, (now - this.since) / holdForMs));
  }
}
