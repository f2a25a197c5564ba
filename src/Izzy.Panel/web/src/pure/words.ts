/** What stands in place of a number that is not live. */
export const notLive = '--';
/** What stands in place of a number that cannot be told, although the rest is live. */
export const cannotTell = '–';

/**
 * Text from the network, safe to look at: whatever has no picture of its own (control characters, direction overrides, zero-width
 * characters, line separators, halves of pairs) is shown as its code. It still goes to the page as text only, never as markup.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`);
}

/** `0.1 s`, `12.3 s`, `4 min 05 s`: what a person reads at a glance. */
export function seconds(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return notLive;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.floor(ms / 1000);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

export function milliseconds(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return cannotTell;
  return ms < 9.95 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** A whole number with thin gaps between thousands: `-12 345`. */
export function whole(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return cannotTell;
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202F');
}

export function decimal(value: number | null, digits: number): string {
  return value === null || !Number.isFinite(value) ? cannotTell : value.toFixed(digits);
}

/** Degrees as they are meant, from 0 to 359: the wire does not normalise them. */
export function degrees(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return cannotTell;
  return `${((Math.round(value) % 360) + 360) % 360}°`;
}

/** The time of day of an ISO time, in this browser's zone. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '--:--:--';
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** A name as it is shown: never nothing, and no longer than there is room for. */
export function called(name: string, atMost = 60): string {
  const shown = visible(name);
  if (shown.trim() === '') return '(no name)';
  return shown.length <= atMost ? shown : `${shown.slice(0, atMost - 1)}…`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function names(all: readonly string[], atMost = 4): string {
  const shown = all.slice(0, all.length > atMost ? atMost : all.length).map((name) => called(name));
  if (all.length > atMost) return `${shown.join(', ')} and ${all.length - atMost} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
