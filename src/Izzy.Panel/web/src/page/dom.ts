/** Small helpers that touch the document only where something changed: a hundred cards ten times a second. */

export function byId<T extends Element = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}.`);
  return element as unknown as T;
}

/** Text only, never markup: names come from the network. */
export function setText(element: Element, text: string): void {
  const first = element.firstChild;
  if (first !== null && first.nodeType === Node.TEXT_NODE && first.nextSibling === null) {
    if (first.nodeValue !== text) first.nodeValue = text;
  } else if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

export function setHidden(element: HTMLElement, hidden: boolean): void {
  if (element.hidden !== hidden) element.hidden = hidden;
}

export function setClass(element: Element, name: string, on: boolean): void {
  if (element.classList.contains(name) !== on) element.classList.toggle(name, on);
}

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = '', text = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

const svg = 'http://www.w3.org/2000/svg';

/** A lamp: shape by its symbol, colour by the class or data-lamp of whatever holds it. */
export function makeLamp(): { element: SVGSVGElement; show(lamp: string): void } {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('class', 'lamp');
  element.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', '#lamp-unknown');
  element.append(use);
  return { element, show: (lamp) => setAttribute(use, 'href', `#lamp-${lamp}`) };
}

const unsaid: Record<'say' | 'say-now', string[]> = { say: [], 'say-now': [] };

/** What the screen reader says. The same words twice are said twice: the text is emptied first. What comes at once is said together. */
export function say(id: 'say' | 'say-now', text: string): void {
  const region = byId(id);
  region.textContent = '';
  if (unsaid[id].push(text) > 1) return;
  window.setTimeout(() => { region.textContent = unsaid[id].splice(0).join(' '); }, 50);
}

/** What must stay on this machine: a setting of the desk. Storage may be forbidden; then it is forgotten. */
export const remembered = {
  get(key: string): string | null {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  set(key: string, value: string): void {
    try { localStorage.setItem(key, value); } catch { /* forgotten when the page closes */ }
  },
};
