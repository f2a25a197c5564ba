import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StopFlow } from '../src/pure/stopflow.ts';
import { izzy, snapshot } from './make.ts';

const two = [izzy('sofa'), izzy('tree')];
const confirmed = [izzy('sofa', { confirmedAfterMs: 12 }), izzy('tree', { confirmedAfterMs: 20 })];
const running = { isStopped: false, stop: 0 };

function pressed(): StopFlow {
  const flow = new StopFlow();
  flow.arrive(snapshot(running, two), 0);
  flow.request('r', 0);
  flow.trying('r');
  return flow;
}

test('nothing is shown before a stop', () => {
  assert.equal(new StopFlow().view(0, 'stale').isShown, false);
});

test('pressed is sent and nothing more', () => {
  const view = pressed().view(10, 'live');
  assert.deepEqual([view.sent, view.latched, view.confirmed], ['busy', 'busy', 'waiting']);
});

test('only the answer latches, and only snapshots of that stop confirm', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  assert.deepEqual([flow.view(41, 'live').latched, flow.view(41, 'live').confirmed], ['done', 'busy']);
  // One that was under way when the stop came says nothing about it.
  flow.arrive(snapshot(running, confirmed), 50);
  assert.equal(flow.view(51, 'live').latched, 'done');
  assert.equal(flow.view(51, 'live').confirmed, 'busy');
  flow.arrive(snapshot({ isStopped: true, stop: 6 }, confirmed), 60);
  assert.notEqual(flow.view(61, 'live').confirmed, 'done');
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, confirmed), 100);
  assert.equal(flow.view(101, 'live').confirmed, 'done');
});

test('a snapshot of a stop that was not there before latches when the answer was lost', () => {
  const flow = pressed();
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, two), 100);
  assert.equal(flow.view(101, 'live').latched, 'done');
  assert.ok(flow.isUnanswered('r'), 'and yet it is tried until it is answered');
});

test('a snapshot of the stop that was in force before proves nothing about this press', () => {
  const flow = new StopFlow();
  flow.arrive(snapshot({ isStopped: true, stop: 3 }, confirmed), 0);
  flow.request('r', 10);
  flow.trying('r');
  flow.arrive(snapshot({ isStopped: true, stop: 3 }, confirmed), 20);
  assert.equal(flow.view(21, 'live').latched, 'busy');
  flow.answered('r', 3, 30);
  assert.equal(flow.view(31, 'live').latched, 'done');
});

test('not latched within a second is called not confirmed, and tried on', () => {
  const flow = pressed();
  flow.failed('r', 'no answer');
  assert.equal(flow.view(999, 'stale').failure, null);
  const view = flow.view(1000, 'stale');
  assert.equal(view.latched, 'failed');
  assert.match(view.failure!.why, /not latched/);
  flow.trying('r');
  assert.match(flow.view(1500, 'stale').sentText, /try 2/);
  flow.answered('r', 7, 1600);
  assert.equal(flow.view(1601, 'stale').latched, 'done');
});

test('one that does not confirm within a second is named', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  const some = [izzy('sofa', { confirmedAfterMs: 12 }), izzy('tree'), izzy('lost', { presence: 'lost', isLive: false }), izzy('never', { presence: 'missing' })];
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 900 }, some), 940);
  assert.equal(flow.view(941, 'live').failure, null);
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 1010 }, some), 1050);
  assert.deepEqual(flow.view(1051, 'live').failure!.names, ['tree', 'lost', 'never']);
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 1400 }, confirmed), 1440);
  assert.equal(flow.view(1441, 'live').failure, null);
});

test('a confirmation without the key is listed apart and never makes the stop confirmed', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  const mixed = [izzy('sofa', { confirmedAfterMs: 12, verified: true }), izzy('tree', { confirmedAfterMs: 20, verified: false })];
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 100 }, mixed), 140);
  const early = flow.view(141, 'live');
  assert.deepEqual([early.confirmed, early.confirmedText, early.failure], ['busy', '1 of 2, 1 more UNVERIFIED', null]);
  assert.deepEqual(early.confirmations.map((each) => each.isUnverified), [false, true]);
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 1100 }, mixed), 1140);
  const late = flow.view(1141, 'live');
  assert.equal(late.confirmed, 'not-known');
  assert.deepEqual(late.failure!.names, ['tree']);
  assert.match(late.failure!.why, /without the key/);
});

test('one that is silent and one without the key are both named', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  const some = [izzy('sofa', { verified: true }), izzy('tree', { confirmedAfterMs: 20, verified: false })];
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 1100 }, some), 1140);
  const view = flow.view(1141, 'live');
  assert.deepEqual([view.confirmed, view.confirmedText], ['failed', '0 of 2, 1 more UNVERIFIED']);
  assert.deepEqual(view.failure!.names, ['sofa', 'tree']);
});

test('where all are verified a stop is confirmed as ever', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, confirmed.map((each) => ({ ...each, verified: true }))), 100);
  assert.deepEqual([flow.view(101, 'live').confirmed, flow.view(101, 'live').confirmedText], ['done', 'all 2, the last after 20 ms']);
});

test('where no IZZY is known nothing is confirmed', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 3000 }, []), 3040);
  assert.equal(flow.view(3041, 'live').confirmed, 'not-known');
});

test('without data nobody is shown as confirmed', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, confirmed), 100);
  const view = flow.view(2000, 'stale');
  assert.equal(view.confirmed, 'not-known');
  assert.deepEqual(view.confirmations, []);
});

test('what was latched a while ago is not known to be latched now', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, confirmed), 100);
  assert.equal(flow.view(200, 'live').latched, 'done');
  const view = flow.view(5000, 'stale');
  assert.deepEqual([view.latched, view.latchedText], ['not-known', 'latched when last heard']);
  assert.match(view.failure!.why, /no data from Mother/);
  flow.arrive(snapshot({ isStopped: true, stop: 7, forMs: 5000 }, confirmed), 5100);
  assert.equal(flow.view(5101, 'live').latched, 'done');
});

test('a stop that was seen, whose answer was lost, is not called not latched when the data goes', () => {
  const flow = pressed();
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, two), 100);
  const view = flow.view(3000, 'stale');
  assert.deepEqual([view.latched, view.latchedText], ['not-known', 'latched when last heard']);
  assert.match(view.failure!.why, /no data from Mother/);
});

test('after the reset the steps are gone, and the next press is another stop', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, confirmed), 100);
  flow.arrive(snapshot({ isStopped: false, stop: 7 }, confirmed), 5000);
  assert.equal(flow.view(5001, 'live').isShown, false);
  assert.equal(flow.request('s', 6000), 's');
  assert.equal(flow.view(6001, 'live').latched, 'busy');
});

test('pressed again before the answer is the same stop', () => {
  const flow = pressed();
  assert.equal(flow.request('s', 100), 'r');
});

test('a stop that somebody else asks for again is still this stop', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, two), 100);
  flow.arrive(snapshot({ isStopped: true, stop: 9, forMs: 2000 }, confirmed), 2100);
  const view = flow.view(2101, 'live');
  assert.deepEqual([view.sent, view.latched, view.confirmed], ['done', 'done', 'done']);
  assert.match(view.sentText, /by this page/);
  assert.doesNotMatch(view.sentText, /not by/);
});

test('an answer to an earlier press latches no later one', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.request('s', 100);
  flow.answered('r', 7, 110);
  assert.equal(flow.view(111, 'live').latched, 'busy');
});

test('a stop from elsewhere is shown as such', () => {
  const flow = new StopFlow();
  flow.arrive(snapshot({ isStopped: true, stop: 2, forMs: 300 }, two), 0);
  const view = flow.view(1, 'live');
  assert.deepEqual([view.sent, view.latched, view.confirmed], ['done', 'done', 'busy']);
  assert.match(view.sentText, /not by this page/);
});

test('a Mother who restarted without the stop has none', () => {
  const flow = pressed();
  flow.answered('r', 7, 40);
  flow.arrive(snapshot({ isStopped: true, stop: 7 }, confirmed), 100);
  flow.arrive(snapshot(running, two, 'another'), 2000);
  assert.equal(flow.view(2001, 'live').isShown, false);
});
