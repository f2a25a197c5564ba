/**
 * Esc stops, from anywhere and before anything else sees it: also in a field. Space does nothing, for it is GO in every other
 * program on the operator's desk: it may not press whatever button happens to have the focus. It is a letter where one types.
 */
export function listenForKeys(stop: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Esc' || event.code === 'Escape') {
      event.preventDefault();
      if (!event.repeat) stop();
    } else if (isSpace(event) && !takesText(event.target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true });
  // Buttons are pressed when Space comes up.
  window.addEventListener('keyup', (event) => {
    if (isSpace(event) && !takesText(event.target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true });
}

function isSpace(event: KeyboardEvent): boolean {
  return event.key === ' ' || event.key === 'Spacebar' || event.code === 'Space';
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && ['text', 'search'].includes(target.type);
}
