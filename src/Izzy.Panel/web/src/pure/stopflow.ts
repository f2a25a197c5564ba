import type { Freshness } from './staleness.ts';
import type { Snapshot } from './snapshot.ts';

/** A stop that is not latched by then, or not confirmed by all by then, is called not confirmed. In milliseconds. */
export const expectWithinMs = 1000;
/** A try that got no answer by then is given up for a new one. In milliseconds. */
export const tryForMs = 800;
/** From the end of a try that failed to the next. In milliseconds. */
export const retryAfterMs = 200;

/** A step is `done` only when somebody else said so: Mother's answer, or a snapshot of that very stop. */
export type StepState = 'waiting' | 'busy' | 'done' | 'failed' | 'not-known';

export interface Confirmation {
  readonly name: string;
  readonly afterMs: number | null;
  /** Whether it was said without the key that Mother has: anybody could have. */
  readonly isUnverified: boolean;
}

export interface StopView {
  readonly isShown: boolean;
  readonly sent: StepState;
  readonly sentText: string;
  readonly latched: StepState;
  readonly latchedText: string;
  readonly confirmed: StepState;
  readonly confirmedText: string;
  readonly confirmations: readonly Confirmation[];
  /** Whom to walk to with the wired button; null while there is nothing to call out. */
  readonly failure: { readonly why: string; readonly names: readonly string[] } | null;
}

interface Press {
  readonly request: string;
  readonly at: number;
  tries: number;
  lastError: string | null;
  /** What Mother answered, and when. */
  answer: { readonly stop: number; readonly at: number } | null;
  /** The stop that was in force when it was pressed, if any: a snapshot of it proves nothing about this press. */
  readonly before: { readonly boot: string; readonly stop: number } | null;
  /** Whether a snapshot showed this stop, so that one without it means it is over. */
  seen: { readonly boot: string; readonly stop: number; readonly at: number } | null;
}

/** The three steps of a stop: sent, latched in Mother, confirmed by each. Pure: time, answers and snapshots come in. */
export class StopFlow {
  private press: Press | null = null;
  private snapshot: Snapshot | null = null;
  private stopSeenAt: { boot: string; stop: number; at: number } | null = null;

  /** The person wants a stop. Again while one is under way is the same one; once that is answered it is a new one. */
  request(uuid: string, now: number): string {
    if (this.press !== null && this.press.answer === null) return this.press.request;
    const known = this.snapshot;
    const before = known !== null && known.mother.isStopped ? { boot: known.boot, stop: known.mother.stop } : null;
    this.press = { request: uuid, at: now, tries: 0, lastError: null, answer: null, before, seen: null };
    return uuid;
  }

  /** Whether a try should still go out for this request. */
  isUnanswered(request: string): boolean {
    return this.press !== null && this.press.request === request && this.press.answer === null;
  }

  trying(request: string): void {
    if (this.isUnanswered(request)) this.press!.tries++;
  }

  failed(request: string, why: string): void {
    if (this.isUnanswered(request)) this.press!.lastError = why;
  }

  answered(request: string, stop: number, now: number): void {
    if (!this.isUnanswered(request)) return;
    this.press!.answer = { stop, at: now };
    this.press!.lastError = null;
  }

  arrive(snapshot: Snapshot, now: number): void {
    const isNewBoot = this.snapshot !== null && this.snapshot.boot !== snapshot.boot;
    this.snapshot = snapshot;
    const { isStopped, stop } = snapshot.mother;
    const isSame = this.stopSeenAt !== null && this.stopSeenAt.boot === snapshot.boot && this.stopSeenAt.stop === stop;
    if (!isStopped) this.stopSeenAt = null;
    else if (!isSame) this.stopSeenAt = { boot: snapshot.boot, stop, at: now };

    const press = this.press;
    if (press === null) return;
    if (isStopped && this.provesPress(press, snapshot)) press.seen ??= { boot: snapshot.boot, stop, at: now };
    if (press.answer === null) return;
    // It is over once it was seen in force and is no longer; or if a second of snapshots after the answer never showed it; or Mother is another one.
    const isOver = !isStopped && (press.seen !== null || now - press.answer.at > expectWithinMs);
    if (isOver || isNewBoot) this.press = null;
  }

  private provesPress(press: Press, snapshot: Snapshot): boolean {
    // The number counts requests and only grows: a greater one is this stop, asked for again by somebody else.
    if (press.answer !== null) return snapshot.mother.stop >= press.answer.stop;
    return press.before === null || press.before.boot !== snapshot.boot || press.before.stop !== snapshot.mother.stop;
  }

  view(now: number, freshness: Freshness): StopView {
    const snapshot = freshness === 'stale' ? null : this.snapshot;
    const inForce = snapshot !== null && snapshot.mother.isStopped ? snapshot : null;
    const press = this.press;
    // A page that lost Mother while she was stopped goes on showing the steps, as far as they are still known.
    if (press === null && inForce === null && !(freshness === 'stale' && this.snapshot?.mother.isStopped === true)) return nothing;

    const isLatched = press === null ? inForce !== null : press.answer !== null || (inForce !== null && press.seen !== null);
    const latchedAt = press === null ? this.stopSeenAt?.at ?? now : press.answer?.at ?? press.seen?.at ?? now;
    const waited = press === null ? 0 : now - press.at;
    const isLateToLatch = press !== null && !isLatched && waited >= expectWithinMs;

    const sent: StepState = press === null ? (inForce === null ? 'not-known' : 'done') : isLatched ? 'done' : isLateToLatch && press.lastError !== null ? 'failed' : 'busy';
    const sentText = press === null ? (inForce === null ? '--' : `not by this page: ${inForce.mother.cause ?? 'stopped'}`) : triesOf(press, waited, isLatched);
    // What was latched a while ago is not shown as latched now: Mother may have been started again since.
    const isAnswerOld = press !== null && (press.answer === null ? press.seen !== null : now - press.answer.at >= expectWithinMs);
    const isOld = freshness === 'stale' && (press === null || isAnswerOld);
    const latched: StepState = isOld ? 'not-known' : isLatched ? 'done' : isLateToLatch ? 'failed' : 'busy';
    const notLatched = isLateToLatch ? 'NOT latched: no answer from Mother' : 'waiting for Mother';
    const latchedAfter = press === null ? 'in force' : `after ${Math.round(latchedAt - press.at)} ms`;
    const latchedText = isOld ? 'latched when last heard' : isLatched ? latchedAfter : notLatched;

    const number = press?.answer?.stop ?? press?.seen?.stop ?? inForce?.mother.stop;
    const known = inForce !== null && number !== undefined && inForce.mother.stop >= number && isLatched ? inForce : null;
    const wasLatched = isLatched || (isOld && press !== null);
    const confirmation = confirm(known, wasLatched, Math.max(known?.mother.stoppedForMs ?? 0, now - latchedAt));
    const failure = isLateToLatch && !isOld ? { why: 'Mother has not latched the stop', names: [] } : confirmation.failure;
    return { isShown: true, sent, sentText, latched, latchedText, ...confirmation, failure };
  }
}

const nothing: StopView = {
  isShown: false, sent: 'waiting', sentText: '', latched: 'waiting', latchedText: '',
  confirmed: 'waiting', confirmedText: '', confirmations: [], failure: null,
};

function triesOf(press: Press, waited: number, isLatched: boolean): string {
  const tries = `try ${press.tries}`;
  if (isLatched) return press.tries > 1 ? `${tries} was answered` : 'by this page';
  return `${tries}, ${(waited / 1000).toFixed(1)} s${press.lastError === null ? '' : `: ${press.lastError}`}`;
}

type ThirdStep = Pick<StopView, 'confirmed' | 'confirmedText' | 'confirmations' | 'failure'>;

/** The third step, from a snapshot of that very stop and from nothing else. */
function confirm(snapshot: Snapshot | null, isLatched: boolean, forMs: number): ThirdStep {
  const isLate = isLatched && forMs >= expectWithinMs;
  if (snapshot === null) {
    const failure = isLate ? { why: 'no data from Mother tells who confirmed', names: [] } : null;
    return { confirmed: isLate ? 'not-known' : isLatched ? 'busy' : 'waiting', confirmedText: '--', confirmations: [], failure };
  }
  // One that was lost or never heard does not confirm: nobody knows what it does, and its answers alone may be lost.
  const expected = snapshot.izzies;
  if (expected.length === 0) return { confirmed: 'not-known', confirmedText: 'no IZZY is known, so none confirms it', confirmations: [], failure: null };
  const confirmations = expected.map((izzy) => ({ name: izzy.name, afterMs: izzy.confirmedAfterMs, isUnverified: izzy.confirmedAfterMs !== null && izzy.verified === false }));
  const open = confirmations.filter((each) => each.afterMs === null).map((each) => each.name);
  const unproven = confirmations.filter((each) => each.isUnverified).map((each) => each.name);
  const done = expected.length - open.length - unproven.length;
  const more = unproven.length === 0 ? '' : `, ${unproven.length} more UNVERIFIED`;
  const slowest = Math.max(0, ...confirmations.map((each) => each.afterMs ?? 0));
  if (open.length === 0 && unproven.length > 0) {
    // They said so, and it proves nothing: this is never done, and a person looks.
    const failure = isLate ? { why: 'confirmed without the key, as anybody could; look at', names: unproven } : null;
    return { confirmed: isLate ? 'not-known' : 'busy', confirmedText: `${done} of ${expected.length}${more}`, confirmations, failure };
  }
  if (open.length === 0) {
    return { confirmed: 'done', confirmedText: `all ${done}, the last after ${Math.round(slowest)} ms`, confirmations, failure: null };
  }
  const failure = isLate ? { why: `${open.length} of ${expected.length} did not confirm${unproven.length === 0 ? '' : `, and ${unproven.length} UNVERIFIED`}`, names: [...open, ...unproven] } : null;
  return { confirmed: isLate ? 'failed' : 'busy', confirmedText: `${done} of ${expected.length}${more}`, confirmations, failure };
}
