import { Hold, type HoldConditions } from '../pure/hold.ts';
import type { Freshness } from '../pure/staleness.ts';
import { called, count, seconds } from '../pure/words.ts';
import { call, type Sessions } from './api.ts';
import { byId, say, setAttribute, setClass, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

/** How long a refusal stays to be read, in milliseconds. */
const refusalForMs = 6000;

const how = 'A reset is held, not clicked: hold the button, or Enter on it, for a second and a half.';
const wasChanged = 'Something changed meanwhile. Read the list, then hold again.';
const wasLate = 'Data came late meanwhile. Hold again once it is live.';
const lostFocus = 'The page lost the focus meanwhile: hold again.';

/** Reset by holding, with pointer or Enter; never by Space. It lets Mother beat again, and moves nothing. */
export class Reset {
  private readonly hold = new Hold();
  private readonly button = byId<HTMLButtonElement>('reset');
  private readonly fill = byId('reset-fill');
  private readonly refused = byId('reset-refused');
  private view: View | null = null;
  private isAsking = false;
  private refusal: { text: string; until: number } | null = null;

  constructor(private readonly sessions: Sessions, private readonly freshness: (now: number) => Freshness, private readonly askForToken: (why: string) => void) {
    this.button.addEventListener('pointerdown', (event) => {
      // A touch keeps its target however far it slides: then the button would never hear that the finger left it.
      const target = event.target as Element;
      if (target.hasPointerCapture(event.pointerId)) target.releasePointerCapture(event.pointerId);
      if (event.button === 0 && event.isPrimary) this.begin();
    });
    for (const name of ['pointerup', 'pointerleave', 'pointercancel'] as const) this.button.addEventListener(name, () => this.letGo());
    this.button.addEventListener('blur', () => this.letGo(lostFocus));
    // Pressed by a screen reader, by voice or by a switch: that is no hold, and must not seem to have done something.
    this.button.addEventListener('click', (event) => {
      if (event.detail !== 0) return;
      if (this.conditions().isPossible) this.tell(how);
      else say('say', this.refused.textContent ?? '');
    });
    this.button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (!event.repeat) this.begin();
    });
    this.button.addEventListener('keyup', () => this.letGo());
    // A long touch would open a menu on the phone, and end the hold.
    this.button.addEventListener('contextmenu', (event) => event.preventDefault());
    window.addEventListener('blur', () => this.letGo(lostFocus));
    document.addEventListener('visibilitychange', () => this.letGo(lostFocus));
  }

  /** Whatever was pressed besides: the hold is over. */
  letGo(why = 'Let go too early: hold for a second and a half.'): void {
    if (this.hold.release() === 'let-go') this.tell(why);
    this.drawFill(performance.now());
  }

  draw(view: View): void {
    this.view = view;
    const mother = view.snapshot?.mother ?? null;
    setHidden(byId('reset-box'), mother === null || !mother.isStopped);
    if (mother === null || !mother.isStopped) {
      this.hold.release();
      this.refusal = null;
      return;
    }
    const isStale = view.freshness === 'stale';
    setText(byId('reset-title'), isStale ? 'Stopped, when last heard' : `Stopped for ${seconds(mother.stoppedForMs === null ? null : mother.stoppedForMs + (view.snapshotAgeMs ?? 0))}`);
    setText(byId('reset-list'), this.listed(view, isStale));
    setClass(byId('reset-box'), 'is-waiting', isStale || !mother.reset.isAllowed);
    const conditions = this.conditions();
    setAttribute(this.button, 'aria-disabled', String(!conditions.isPossible));
    setText(byId('reset-word'), this.isAsking ? 'Asking Mother…' : 'Hold to reset');
    setHidden(byId('reset-keys'), this.isAsking);
    setText(this.refused, this.whyNot(view, isStale));
    setClass(this.refused, 'is-refusal', this.refusal !== null && view.now < this.refusal.until);
  }

  private listed(view: View, isStale: boolean): string {
    if (isStale) return 'Who would hear beats again is not known.';
    const isHeard = (presence: string): boolean => presence === 'present' || presence === 'late';
    const hearing = view.listed.filter(({ izzy }) => isHeard(izzy.presence)).map(({ izzy }) => called(izzy.name, 40));
    const silent = view.listed.filter(({ izzy }) => !isHeard(izzy.presence)).map(({ izzy }) => called(izzy.name, 40));
    // Who, first: that is what the person agrees to.
    const who = hearing.length === 0 ? 'Nobody is heard who would hear beats again' : `${count(hearing.length, 'IZZY', 'IZZYs')} will hear beats again: ${hearing.join(', ')}`;
    const others = silent.length === 0 ? '' : ` Not heard, but may hear them, too: ${silent.join(', ')}.`;
    return `${who}.${others} A reset moves nothing: each needs its own, unless that is automatic.`;
  }

  private whyNot(view: View, isStale: boolean): string {
    if (isStale) return 'A reset needs live data from Mother.';
    if (this.refusal !== null && view.now < this.refusal.until) return this.refusal.text;
    const { reset } = view.snapshot!.mother;
    if (!reset.isAllowed) {
      const left = reset.waitMs === null ? null : Math.max(0, reset.waitMs - (view.snapshotAgeMs ?? 0));
      return `Mother refuses: ${reset.text ?? reset.reason ?? 'no reason given'}${left === null ? '' : ` (${seconds(left)} left)`}`;
    }
    return this.sessions.isKnown && !this.sessions.canReset ? 'This needs the operator’s token.' : '';
  }

  private conditions(): HoldConditions {
    const view = this.view;
    const mother = view?.snapshot?.mother;
    const isPossible = view !== null && mother !== undefined && this.freshness(performance.now()) === 'live' && mother.isStopped && mother.reset.isAllowed && !this.isAsking;
    // The stop that is meant, and everybody on the list: whoever joins meanwhile was not agreed to.
    return { isPossible, about: mother === undefined ? '' : `${view!.snapshot!.boot} ${mother.stop} ${view!.listed.map(({ key }) => key).join(' ')}` };
  }

  private begin(): void {
    if (this.sessions.isKnown && !this.sessions.canReset) {
      this.askForToken('To reset, this page needs the operator’s token. Mother prints it when she starts.');
      return;
    }
    if (!this.hold.press(performance.now(), this.conditions())) return;
    this.refusal = null;
    requestAnimationFrame(this.step);
  }

  private readonly step = (): void => {
    const now = performance.now();
    // Freshness is asked anew: a page that stood still finds here what it drew before.
    const outcome = this.hold.step(now, this.conditions());
    this.drawFill(now);
    if (outcome === 'holding') requestAnimationFrame(this.step);
    else if (outcome === 'withdrawn') this.tell(this.freshness(now) === 'live' ? wasChanged : wasLate);
    else if (outcome === 'done') void this.ask();
  };

  private drawFill(now: number): void {
    const scale = `scaleX(${this.hold.progress(now).toFixed(3)})`;
    if (this.fill.style.transform !== scale) this.fill.style.transform = scale;
    setClass(this.button, 'is-held', this.hold.progress(now) > 0);
  }

  private async ask(): Promise<void> {
    const { boot, mother } = this.view!.snapshot!;
    this.isAsking = true;
    const answer = await call<object>('api/reset', { boot, stop: mother.stop });
    this.isAsking = false;
    if (answer.ok) {
      say('say', 'Mother has granted the reset.');
      return;
    }
    const { status, message, waitMs } = answer.refusal;
    if (status === 401) {
      void this.sessions.ask();
      this.askForToken(message);
    }
    this.tell(status === 0 ? `No answer from Mother (${message}). Look whether she beats before you try again.` : `Refused: ${message}${waitMs === null ? '' : ` (${seconds(waitMs)})`}`);
  }

  private tell(text: string): void {
    this.refusal = { text, until: performance.now() + refusalForMs };
    setText(this.refused, text);
    say('say', text);
  }
}
