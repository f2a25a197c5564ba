import { retryAfterMs, StopFlow, tryForMs, type StepState, type StopView } from '../pure/stopflow.ts';
import { called, names } from '../pure/words.ts';
import type { Snapshot } from '../pure/snapshot.ts';
import { call } from './api.ts';
import { byId, say, setAttribute, setClass, setHidden, setText } from './dom.ts';
import { listenForKeys } from './keys.ts';
import type { View } from './view.ts';

/** The page's own connection, which a stop may have where the browser allows no more. */
export interface Connection {
  lend(): void;
  takeBack(): void;
}

/** STOP ALL and its three steps. The button is never disabled, whatever is known or not. */
export class Stop {
  private readonly flow = new StopFlow();
  private readonly steps = byId('steps');
  private readonly failed = byId('stop-failed');
  private said = '';

  /** @param onPress called after each press, whatever it was pressed with */
  constructor(private readonly redraw: () => void, private readonly connection: Connection, private readonly onPress: () => void) {
    const button = byId<HTMLButtonElement>('stop');
    // On the way down, not up: a finger that slips off has still stopped. The click is for the keyboard and for switch access.
    button.addEventListener('pointerdown', () => this.press());
    button.addEventListener('click', (event) => { if (event.detail === 0) this.press(); });
    // Here and not where the parts are put together: a part that fails at the start must not take Esc with it.
    listenForKeys(() => this.press());
  }

  press(): void {
    const fresh = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const request = this.flow.request(fresh, performance.now());
    // A second press while the first is under way is the same stop; its tries go on already.
    if (request === fresh) void this.tryUntilAnswered(request);
    this.onPress();
    this.redraw();
  }

  arrive(snapshot: Snapshot, now: number): void {
    this.flow.arrive(snapshot, now);
  }

  /** For as long as it takes: there is no number of tries after which a stop is given up. */
  private async tryUntilAnswered(request: string): Promise<void> {
    for (let tries = 1; this.flow.isUnanswered(request); tries++) {
      this.flow.trying(request);
      this.redraw();
      const answer = await call<{ readonly stop: number }>('api/stop', { request }, tryForMs, true);
      if (answer.ok && Number.isFinite(answer.value.stop)) this.flow.answered(request, answer.value.stop, performance.now());
      else this.flow.failed(request, answer.ok ? 'an answer that says nothing' : answer.refusal.message);
      if (!answer.ok && tries === 1) this.connection.lend();
      this.redraw();
      if (this.flow.isUnanswered(request)) await new Promise((resolve) => window.setTimeout(resolve, retryAfterMs));
    }
    this.connection.takeBack();
  }

  draw(view: View): void {
    const stop = this.flow.view(view.now, view.freshness);
    setHidden(this.steps, !stop.isShown);
    setHidden(byId('honest'), stop.isShown);
    setClass(byId('dock'), 'is-stopping', stop.isShown);
    if (stop.isShown) this.drawSteps(stop);
    setHidden(this.failed, stop.failure === null);
    if (stop.failure !== null) {
      const whom = stop.failure.names.length === 0 ? '' : `: ${names(stop.failure.names, 6)}`;
      setText(this.failed, `NOT CONFIRMED: use the wired button. ${capital(stop.failure.why)}${whom}.`);
    }
    this.speak(stop);
  }

  private drawSteps(stop: StopView): void {
    drawStep('step-sent', stop.sent, stop.sentText);
    drawStep('step-latched', stop.latched, stop.latchedText);
    drawStep('step-confirmed', stop.confirmed, stop.confirmedText);
    const each = stop.confirmations.map(({ name, afterMs, isUnverified }) =>
      `${called(name, 40)} ${afterMs === null ? 'not confirmed' : isUnverified ? `confirmed (UNVERIFIED) ${Math.round(afterMs)} ms` : `${Math.round(afterMs)} ms`}`);
    setText(byId('confirmations'), each.join(' · '));
  }

  private speak(stop: StopView): void {
    const latched = stop.latched === 'done' ? 'latched' : stop.latched === 'not-known' ? this.said : 'sent';
    const key = !stop.isShown ? '' : stop.failure !== null ? 'failed' : stop.confirmed === 'done' ? 'confirmed' : latched;
    if (key === this.said) return;
    this.said = key;
    const words: Record<string, string> = {
      sent: 'Stop sent.', latched: 'Stop latched in Mother.', confirmed: `Stop confirmed: ${stop.confirmedText}.`,
      failed: 'Not confirmed: use the wired button.',
    };
    if (key !== '') say('say-now', words[key]!);
  }
}

function drawStep(id: string, state: StepState, text: string): void {
  const step = byId(id);
  setAttribute(step, 'data-state', state);
  setText(step.querySelector('span')!, text);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
