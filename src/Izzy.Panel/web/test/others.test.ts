import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit, gridLines, gridStep, transform } from '../src/pure/fit.ts';
import { Hold, holdForMs } from '../src/pure/hold.ts';
import { Logbook, passes, weight, type LogEvent } from '../src/pure/logbook.ts';
import { counts, inOrder, isCompact, matches, permission, proof } from '../src/pure/roster.ts';
import { largest, Series } from '../src/pure/series.ts';
import { parseSnapshot } from '../src/pure/snapshot.ts';
import { called, degrees, milliseconds, names, seconds, visible, whole } from '../src/pure/words.ts';
import { izzy, snapshot } from './make.ts';

test('a hold is done once, after a second and a half, and not again while held', () => {
  const hold = new Hold();
  const fine = { isPossible: true, about: 'stop 7' };
  assert.ok(hold.press(0, fine));
  assert.equal(hold.step(holdForMs - 1, fine), 'holding');
  assert.equal(hold.step(holdForMs, fine), 'done');
  assert.equal(hold.step(holdForMs + 1000, fine), 'idle');
});

test('a hold ends when it is let go, when data grows old, and when it is about something else', () => {
  const fine = { isPossible: true, about: 'stop 7' };
  const hold = new Hold();
  assert.equal(hold.press(0, { ...fine, isPossible: false }), false);
  hold.press(0, fine);
  assert.equal(hold.release(), 'let-go');
  assert.equal(hold.step(5000, fine), 'idle');
  hold.press(0, fine);
  assert.equal(hold.step(1400, { ...fine, isPossible: false }), 'withdrawn');
  hold.press(0, fine);
  assert.equal(hold.step(1600, { ...fine, about: 'stop 8' }), 'withdrawn');
});

test('what has no picture is shown as its code', () => {
  assert.equal(visible('a\u202Eb\u0007c\u200Bd\u2028'), 'a\\u{202E}b\\u{7}c\\u{200B}d\\u{2028}');
  assert.equal(visible('<img onerror> Türbühne 舞台 🎭'), '<img onerror> Türbühne 舞台 🎭');
  assert.equal(called(''), '(no name)');
  assert.equal(called('x'.repeat(120), 10), 'xxxxxxxxx…');
});

test('numbers read at a glance, and what is not known is no number', () => {
  assert.equal(seconds(3240), '3.2 s');
  assert.equal(seconds(125_000), '2 min 05 s');
  assert.equal(seconds(null), '--');
  assert.equal(milliseconds(3.14), '3.1 ms');
  assert.equal(milliseconds(null), '–');
  assert.equal(degrees(-90), '270°');
  assert.equal(degrees(720), '0°');
  assert.equal(whole(-1234567), '-1\u202F234\u202F567');
  assert.equal(names(['a', 'b', 'c'], 2), 'a, b and 1 more');
  assert.equal(names(['a', 'b']), 'a and b');
});

test('cards stand by name, whatever their state, and twins have two', () => {
  const listed = inOrder([izzy('robot-10'), izzy('robot-9', { lamp: 'fault' }), izzy('a', { id: 'x' }), izzy('a', { id: 'x' })]);
  assert.deepEqual(listed.map(({ izzy: each }) => each.name), ['a', 'a', 'robot-9', 'robot-10']);
  assert.equal(new Set(listed.map(({ key }) => key)).size, 4);
});

test('filters by name and by state', () => {
  assert.ok(matches(izzy('Sofa'), 'sof', 'all'));
  assert.ok(!matches(izzy('Sofa'), '', 'trouble'));
  assert.ok(matches(izzy('Sofa', { lamp: 'late' }), '', 'trouble'));
  assert.ok(!matches(izzy('Sofa', { lamp: 'late' }), '', 'fault'));
  assert.equal(counts([izzy('a'), izzy('b', { lamp: 'stopped' })]).trouble, 1);
});

test('who is not heard is not known, and never stopped', () => {
  assert.equal(permission(izzy('a'), false), 'may');
  assert.equal(permission(izzy('a', { isLive: false, presence: 'lost', mayMove: false }), false), 'not-known');
  assert.equal(permission(izzy('a', { mayMove: false }), true), 'not-known');
  assert.equal(permission(izzy('a', { mayMove: false, confirmedAfterMs: 9 }), true), 'may-not');
  assert.equal(permission(izzy('a', { mayMove: false, status: 'ESTOP' }), false), 'may-not');
});

test('without a key nothing is said of proof, and with one what to do where it is missing', () => {
  assert.equal(proof(izzy('a')), null);
  assert.equal(proof(izzy('a', { verified: true }))!.word, 'verified');
  assert.match(proof(izzy('a', { verified: true }))!.about, /age counts from the challenge that it echoed/);
  assert.equal(proof(izzy('a', { verified: false }))!.word, 'UNVERIFIED');
  assert.match(proof(izzy('a', { verified: false }))!.about, /start it with the venue’s --key-file/);
});

test('one without the key that says it stands still is not known to', () => {
  assert.equal(permission(izzy('a', { mayMove: false, confirmedAfterMs: 9, verified: true }), true), 'may-not');
  assert.equal(permission(izzy('a', { mayMove: false, confirmedAfterMs: 9, verified: false }), true), 'not-known');
  assert.equal(permission(izzy('a', { mayMove: false, status: 'ESTOP', verified: false }), false), 'not-known');
  assert.equal(permission(izzy('a', { verified: false }), false), 'may');
});

test('who is not verified can be filtered and is counted', () => {
  assert.ok(matches(izzy('Sofa', { verified: false }), '', 'unverified'));
  assert.ok(!matches(izzy('Sofa', { verified: true }), '', 'unverified'));
  assert.ok(!matches(izzy('Sofa'), '', 'unverified'));
  assert.equal(counts([izzy('a'), izzy('b', { verified: true }), izzy('c', { verified: false })]).unverified, 1);
});

test('in the log a wrong key stands out, and a confirmation without one is no plain confirmation', () => {
  assert.equal(weight({ event: 'rejected', reason: 'wrong-mac' }), 'bad');
  assert.equal(weight({ event: 'rejected', reason: 'unverified' }), 'bad');
  assert.equal(weight({ event: 'rejected', reason: 'replayed' }), 'warn');
  assert.equal(weight({ event: 'rejected', reason: 'too-short' }), 'warn');
  assert.equal(weight({ event: 'stop-confirmed', verified: false }), 'warn');
  assert.equal(weight({ event: 'stop-confirmed', verified: true }), 'stop');
  assert.equal(weight({ event: 'stop-confirmed' }), 'stop');
  assert.equal(weight({ event: 'izzy-found', verified: false }), 'warn');
});

test('full cards only where all of them fit', () => {
  assert.equal(isCompact(6, 3, 300), false);
  assert.equal(isCompact(6, 2, 300), true);
  assert.equal(isCompact(12, 1, null), false);
  assert.equal(isCompact(13, 4, null), true);
});

test('the map is round, holds still, and is not shrunk by one that lost its way', () => {
  const bounds = fit([{ x: -3000, y: 0 }, { x: 3000, y: 2000 }], null);
  assert.ok(bounds.minX <= -3000 && bounds.maxX >= 3000);
  assert.deepEqual(fit([{ x: -2900, y: 0 }, { x: 2900, y: 1900 }], bounds), bounds);
  assert.deepEqual(fit([{ x: 0, y: 0 }, { x: 2_147_483_647, y: 0 }], bounds), fit([{ x: 0, y: 0 }], bounds));
  assert.ok(fit([{ x: 9000, y: 0 }], bounds).maxX >= 9000);
});

test('x goes right and y goes up', () => {
  const to = transform({ minX: 0, minY: 0, maxX: 1000, maxY: 1000 }, 200, 200, 0);
  assert.deepEqual(to.toScreen({ x: 0, y: 0 }), { x: 0, y: 200 });
  assert.deepEqual(to.toScreen({ x: 1000, y: 1000 }), { x: 200, y: 0 });
  assert.equal(gridStep(1300), 2000);
  assert.deepEqual(gridLines(-1500, 1500, 1000), [-1000, 0, 1000]);
});

test('the charts keep a minute, with gaps', () => {
  const series = new Series(1);
  for (let second = 0; second < 200; second++) series.push(second, [second === 150 ? null : second]);
  const [times, line] = series.data(199);
  assert.ok(times.length <= 62 && times.at(-1) === 0);
  assert.ok(line!.includes(null));
  assert.equal(largest([null, 3, 9, null]), 9);
  assert.equal(largest([null]), null);
});

const event = (number: number, kind = 'izzy-lost'): LogEvent => ({ number, time: '', event: kind, text: `sofa ${number}` });

test('each event once, in order; those that are gone are counted', () => {
  const book = new Logbook();
  book.belongTo('a');
  assert.equal(book.add([event(2), event(1)]).length, 2);
  assert.equal(book.add([event(2), event(5)]).length, 1);
  assert.equal(book.missed, 2);
  assert.ok(book.belongTo('b'));
  assert.equal(book.last, 0);
});

test('the log is filtered by words, by the name of an event and by kind', () => {
  assert.ok(passes(event(1), { text: 'SOFA', kind: 'all' }));
  assert.ok(passes(event(1), { text: 'izzy-lost', kind: 'faults' }));
  assert.ok(!passes(event(1, 'reset'), { text: '', kind: 'faults' }));
  assert.equal(weight({ event: 'izzy-status', status: 'BROKEN' }), 'bad');
  assert.equal(weight({ event: 'izzy-status', status: 'ESTOP' }), 'stop');
  assert.equal(weight({ event: 'izzy-status', status: 'MOVING' }), 'plain');
});

test('what is no whole snapshot is none', () => {
  assert.ok(parseSnapshot(JSON.stringify(snapshot({ isStopped: false, stop: 0 }))));
  for (const bad of ['', '{', 'null', '[]', '{"boot":"a"}', '{"boot":"a","seq":1,"motherMs":2,"mother":null,"overall":{},"izzies":[],"alarms":[]}']) assert.equal(parseSnapshot(bad), null);
});
