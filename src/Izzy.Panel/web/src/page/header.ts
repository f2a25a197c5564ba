import { milliseconds, notLive, seconds, timeOfDay, visible } from '../pure/words.ts';
import { byId, say, setAttribute, setHidden, setText } from './dom.ts';
import type { View } from './view.ts';

/** After a sentence the next with the same word waits so long: a hundred that confirm are no hundred sentences. In milliseconds. */
const speakEveryMs = 1000;
/** How long a page that came into sight again may be without data before that is said. In milliseconds. */
const settleForMs = 1500;

/** One glance: the overall lamp, or that nothing is known. */
export class Header {
  private readonly box = byId('overall-box');
  private readonly lamp = byId<SVGUseElement>('overall-lamp');
  private readonly word = byId('overall');
  private readonly reason = byId('overall-reason');
  private readonly banner = byId('stale-banner');
  private readonly restarted = byId('restarted');
  private boot: string | null = null;
  private saidStale = false;
  private said = '';
  private saidWord = '';
  private saidAt = -Infinity;
  private wasHidden = false;
  private shownAt = -Infinity;

  constructor() {
    byId('restarted-close').addEventListener('click', () => setHidden(this.restarted, true));
  }

  draw(view: View): void {
    const { snapshot, freshness } = view;
    const isStale = freshness === 'stale';
    // What is late is not shown in full green; what is worse than late stays what it is.
    const lamp = isStale ? 'unknown' : freshness === 'late' && snapshot!.overall.lamp === 'ok' ? 'late' : snapshot!.overall.lamp;
    setAttribute(this.box, 'data-lamp', lamp);
    setAttribute(this.lamp, 'href', `#lamp-${lamp}`);
    setText(this.word, isStale ? 'NOT KNOWN' : visible(snapshot!.overall.word));
    setText(this.reason, isStale ? (snapshot === null ? 'waiting for the first word from Mother' : 'what is below is not live') : visible(snapshot!.overall.reason));
    this.drawBanner(view, isStale);
    this.drawMother(view, isStale);
    this.drawRestart(view);
    this.speak(view, isStale);
    // Out of sight it does not look, which is no alarm.
    document.title = document.hidden ? 'not looking – Izzy' : isStale ? 'NO DATA – Izzy' : `${visible(snapshot!.overall.word)} – ${visible(snapshot!.title)}`;
  }

  private drawBanner(view: View, isStale: boolean): void {
    setHidden(this.banner, view.freshness === 'live');
    setAttribute(this.banner, 'data-freshness', view.freshness);
    if (isStale) setText(this.banner, view.snapshotAgeMs === null ? 'NO DATA FROM MOTHER' : `NO DATA FROM MOTHER for ${seconds(view.snapshotAgeMs)}`);
    else setText(this.banner, `data is late: ${seconds(view.snapshotAgeMs)}`);
  }

  private drawMother(view: View, isStale: boolean): void {
    const mother = isStale ? null : view.snapshot!.mother;
    const title = view.snapshot === null ? 'Mother' : visible(view.snapshot.title);
    const hasKey = mother?.hasKey === true;
    setText(byId('title'), hasKey ? `${title} · has a key` : title);
    setAttribute(byId('title'), 'title', hasKey ? 'Verified mode: Mother asks every IZZY for proof.' : null);
    setText(byId('clock'), isStale ? notLive : timeOfDay(view.snapshot!.time));
    setText(byId('beat'), mother === null ? notLive : mother.isStopped ? 'silent' : `each ${Math.round(mother.intervalMs)} ms`);
    setText(byId('lateness'), mother === null || mother.isStopped ? notLive : milliseconds(mother.latenessMs));
  }

  private drawRestart(view: View): void {
    const boot = view.snapshot?.boot ?? null;
    if (boot === null || boot === this.boot) return;
    if (this.boot !== null) {
      // In the past tense: it stays until it is seen, and what came after it is told elsewhere.
      const state = view.snapshot!.mother.isStopped ? 'She was stopped then, and waited for a reset.' : 'She was not stopped then.';
      setText(byId('restarted-text'), `Mother restarted at ${timeOfDay(new Date().toISOString())}. ${state}`);
      setHidden(this.restarted, false);
    }
    this.boot = boot;
  }

  private speak(view: View, isStale: boolean): void {
    // Out of sight it does not look, which is no news; and once it is in sight again the first snapshot is under way.
    if (this.wasHidden && !document.hidden) this.shownAt = view.now;
    this.wasHidden = document.hidden;
    if (isStale && (document.hidden || view.now - this.shownAt < settleForMs)) return;
    // Nothing at all yet is no alarm: the page has just been opened.
    if (isStale !== this.saidStale && view.snapshot !== null) {
      this.saidStale = isStale;
      say('say-now', isStale ? 'No data from Mother.' : 'Data from Mother is live again.');
    }
    if (isStale) return;
    // Word and reason: a second one that is lost changes only who.
    const { word, reason } = view.snapshot!.overall;
    const words = `${visible(word)}. ${visible(reason)}`;
    if (words === this.said || (word === this.saidWord && view.now - this.saidAt < speakEveryMs)) return;
    if (this.said !== '') say('say', words);
    this.said = words;
    this.saidWord = word;
    this.saidAt = view.now;
  }
}
