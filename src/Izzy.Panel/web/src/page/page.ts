import { batches, type SeenAlarm } from '../pure/alarmlist.ts';
import { inOrder } from '../pure/roster.ts';
import { Staleness } from '../pure/staleness.ts';
import type { Snapshot } from '../pure/snapshot.ts';
import { Alarms } from './alarms.ts';
import { call, Sessions } from './api.ts';
import { Cards } from './cards.ts';
import { Charts } from './charts.ts';
import { brightness, DeadMan, roomForDock } from './desk.ts';
import { setClass } from './dom.ts';
import { Header } from './header.ts';
import { Log } from './log.ts';
import { Login } from './login.ts';
import { StageMap } from './map.ts';
import { Reset } from './reset.ts';
import { Stop } from './stop.ts';
import { Stream } from './stream.ts';
import type { View } from './view.ts';

/** The page draws itself this often even when nothing arrives: that is when it has something to say. In milliseconds. */
const tickMs = 100;
/** Snapshots that keep coming but are old for this long waited in a connection: a new one is opened. In milliseconds. */
const oldForMs = 2000;

/** Puts the parts together: snapshots in, one drawing for all, at most one a frame. */
export class Page {
  private readonly sessions = new Sessions();
  private readonly staleness = new Staleness();
  private snapshot: Snapshot | null = null;
  private chosen: string | null = null;
  private isDrawingSoon = false;
  private liveAt = 0;
  // STOP and Esc come first: a fault in any part after them must find them working, and those parts missing.
  private readonly stop = new Stop(
    () => this.drawSoon(),
    { lend: () => this.stream?.lend(), takeBack: () => this.stream?.takeBack() },
    () => this.reset?.letGo('STOP was pressed: the hold is over.'));
  private readonly deadMan = new DeadMan();
  private readonly header = new Header();
  private readonly login = new Login(this.sessions, () => this.stream.open());
  private readonly reset = new Reset(this.sessions, (now) => this.staleness.freshness(now), (why) => this.login.ask(why));
  private readonly alarms = new Alarms((alarms) => void this.acknowledge(alarms));
  private readonly cards = new Cards((key) => this.choose(key), () => this.draw());
  private readonly map = new StageMap();
  private readonly charts = new Charts();
  private readonly log = new Log(() => void this.sessions.ask());
  private readonly stream = new Stream({
    onSnapshot: (snapshot, at) => this.arrive(snapshot, at),
    onReconnect: (at) => this.staleness.reconnected(at),
    onTrouble: () => void this.sessions.ask(),
  });

  start(): void {
    brightness();
    roomForDock();
    document.addEventListener('visibilitychange', () => this.changeVisibility());
    this.changeVisibility();
    void this.sessions.ask();
    window.setInterval(() => this.tick(), tickMs);
    this.draw();
  }

  private arrive(snapshot: Snapshot, at: number): void {
    if (this.snapshot !== null && this.snapshot.boot === snapshot.boot && snapshot.seq <= this.snapshot.seq) return;
    this.staleness.arrive(snapshot, at);
    this.snapshot = snapshot;
    this.stop.arrive(snapshot, at);
    this.drawSoon();
  }

  private tick(): void {
    const now = performance.now();
    this.stream.watch(now);
    if (this.staleness.freshness(now) !== 'stale' || document.hidden) this.liveAt = now;
    const isArriving = (this.staleness.sinceArrivalMs(now) ?? Infinity) < 500;
    if (isArriving && now - this.liveAt > oldForMs) {
      this.liveAt = now;
      this.stream.open();
    }
    if (!document.hidden) this.draw();
  }

  /** What was on the glass when the page went out of sight is not shown as live when it comes back; and out of sight it holds no connection. */
  private changeVisibility(): void {
    if (document.hidden) this.stream.close();
    else this.stream.open();
    this.staleness.distrustBefore(document.hidden ? Infinity : performance.now());
    this.draw();
  }

  private drawSoon(): void {
    if (this.isDrawingSoon || document.hidden) return;
    this.isDrawingSoon = true;
    requestAnimationFrame(() => {
      this.isDrawingSoon = false;
      this.draw();
    });
  }

  private draw(): void {
    const now = performance.now();
    const view: View = {
      now,
      freshness: this.snapshot === null ? 'stale' : this.staleness.freshness(now),
      snapshot: this.snapshot,
      snapshotAgeMs: this.staleness.ageMs(now),
      listed: this.snapshot === null ? [] : inOrder(this.snapshot.izzies),
      chosen: this.chosen,
    };
    setClass(document.body, 'is-stale', view.freshness === 'stale');
    setClass(document.body, 'is-late', view.freshness === 'late');
    setClass(document.body, 'is-stopped', view.freshness !== 'stale' && view.snapshot?.mother.isStopped === true);
    this.stop.draw(view);
    this.header.draw(view);
    this.reset.draw(view);
    this.alarms.draw(view);
    this.cards.draw(view);
    this.map.draw(view);
    this.charts.draw(view);
    this.log.draw(view);
    // Only a drawing that came to its end: one that threw leaves old things on the glass, and the layer comes.
    this.deadMan.putOff();
  }

  private choose(key: string): void {
    this.chosen = this.chosen === key ? null : key;
    this.draw();
  }

  private async acknowledge(alarms: readonly SeenAlarm[]): Promise<void> {
    if (this.sessions.isKnown && !this.sessions.canReset) {
      this.login.ask('To acknowledge, this page needs the operator’s token. Mother prints it when she starts.');
      return;
    }
    for (const batch of batches(alarms)) {
      const answer = await call('api/acknowledge', { alarms: batch });
      // 404: somebody else acknowledged one that was over, or one began anew; then it stands there, not acknowledged.
      if (answer.ok || answer.refusal.status === 404) continue;
      if (answer.refusal.status === 401) {
        await this.sessions.ask();
        this.login.ask(answer.refusal.message);
      } else {
        this.alarms.tell(`Not acknowledged: ${answer.refusal.message}`);
      }
      return;
    }
  }
}
