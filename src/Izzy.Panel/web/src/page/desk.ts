import { byId, remembered } from './dom.ts';

/** Brightness by a dark layer over everything but the dock: STOP stays as it is, in the dark most of all. */
export function brightness(): void {
  const slider = byId<HTMLInputElement>('brightness');
  const dim = byId('dim');
  const apply = (): void => {
    const percent = Math.min(100, Math.max(25, Number(slider.value) || 100));
    dim.style.opacity = String((100 - percent) / 100);
    remembered.set('izzy-brightness', String(percent));
  };
  slider.value = remembered.get('izzy-brightness') ?? '100';
  slider.addEventListener('input', apply);
  apply();
}

/** Room at the end of the page for the dock, which lies over it and grows when there is a stop to show. */
export function roomForDock(): void {
  const dock = byId('dock');
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--dock', `${Math.ceil(dock.getBoundingClientRect().height)}px`);
  }).observe(dock);
}

/** How long the page may stand still before it says so. In milliseconds. */
const frozenAfterMs = 1200;

/**
 * The page's own dead man's switch. A script that hangs cannot say that it hangs: so a layer is always on its way to appearing, run by
 * the browser's compositor and not by this thread, and each drawing that succeeds puts it off. Silence of the page stops it looking live.
 */
export class DeadMan {
  private readonly animation: Animation;

  constructor() {
    this.animation = byId('frozen').animate(
      [{ opacity: 0, offset: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1, offset: 0.51 }, { opacity: 1, offset: 1 }],
      { duration: frozenAfterMs * 2, fill: 'forwards', easing: 'linear' });
  }

  putOff(): void {
    this.animation.currentTime = 0;
    if (this.animation.playState !== 'running') this.animation.play();
  }
}
