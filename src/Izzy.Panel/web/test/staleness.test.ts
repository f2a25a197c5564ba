import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownAgeMs, Staleness } from '../src/pure/staleness.ts';

const snapshot = (motherMs: number, boot = 'a') => ({ boot, motherMs });

test('nothing was heard: stale, and of no age', () => {
  const staleness = new Staleness();
  assert.equal(staleness.freshness(0), 'stale');
  assert.equal(staleness.ageMs(0), null);
});

test('late after 0.35 s, stale after 0.7 s, and live again with the next snapshot', () => {
  const staleness = new Staleness();
  staleness.arrive(snapshot(5000), 100);
  assert.equal(staleness.freshness(449), 'live');
  assert.equal(staleness.freshness(450), 'late');
  assert.equal(staleness.freshness(799), 'late');
  assert.equal(staleness.freshness(800), 'stale');
  assert.equal(staleness.ageMs(3300), 3200);
  staleness.arrive(snapshot(8200), 3300);
  assert.equal(staleness.freshness(3300), 'live');
});

test('old snapshots that waited in the socket arrive now and are stale all the same', () => {
  const staleness = new Staleness();
  for (let i = 0; i < 10; i++) staleness.arrive(snapshot(i * 100), 1000 + i * 100);
  // The page stood still for ten minutes; then what waited is read at once.
  for (let i = 10; i < 50; i++) {
    staleness.arrive(snapshot(i * 100), 601_900 + (i - 10));
    assert.equal(staleness.freshness(601_900 + (i - 10)), 'stale');
  }
  staleness.arrive(snapshot(600_900), 601_960);
  assert.equal(staleness.freshness(601_960), 'live');
});

test('clocks that drift apart by a bad crystal stay live for three hours', () => {
  const staleness = new Staleness();
  for (let ms = 0; ms < 3 * 3_600_000; ms += 100) {
    const now = ms * 1.0002;
    staleness.arrive(snapshot(ms), now);
    if (staleness.freshness(now) !== 'live') assert.fail(`not live after ${ms} ms`);
  }
});

test('a new connection over a way that grew slow makes old snapshots no younger', () => {
  const staleness = new Staleness();
  staleness.arrive(snapshot(1000), 1000);
  staleness.arrive(snapshot(1100), 9000);
  assert.equal(staleness.freshness(9000), 'stale');
  staleness.reconnected(9050);
  // Made after it was asked for, and three seconds under way.
  staleness.arrive(snapshot(9150), 12_150);
  assert.ok(Math.abs(staleness.ageMs(12_150)! - 3000) < 10);
  assert.equal(staleness.freshness(12_150), 'stale');
});

test('clocks that were set apart are compared anew by a new connection, to no more than it was under way', () => {
  const staleness = new Staleness();
  staleness.arrive(snapshot(1000), 1000);
  // Mother's machine stood still for ten seconds, and her clock with it.
  staleness.arrive(snapshot(1100), 11_100);
  assert.equal(staleness.freshness(11_100), 'stale');
  staleness.reconnected(11_200);
  staleness.arrive(snapshot(1300), 11_290);
  assert.equal(staleness.ageMs(11_290), 90);
  assert.equal(staleness.freshness(11_290), 'live');
});

test('another Mother has another clock', () => {
  const staleness = new Staleness();
  staleness.arrive(snapshot(900_000), 1000);
  staleness.arrive(snapshot(50, 'b'), 1100);
  assert.equal(staleness.freshness(1100), 'live');
});

test('a page that was hidden is stale until a snapshot made after that comes', () => {
  const staleness = new Staleness();
  staleness.arrive(snapshot(0), 1000);
  staleness.distrustBefore(Infinity);
  assert.equal(staleness.freshness(1001), 'stale');
  staleness.arrive(snapshot(100), 1100);
  assert.equal(staleness.freshness(1100), 'stale');
  staleness.distrustBefore(1150);
  assert.equal(staleness.freshness(1151), 'stale');
  staleness.arrive(snapshot(200), 1200);
  assert.equal(staleness.freshness(1200), 'live');
});

test('the shown age is what Mother measured and what passed since', () => {
  assert.equal(shownAgeMs(120, 80), 200);
  assert.equal(shownAgeMs(null, 80), null);
  assert.equal(shownAgeMs(120, null), null);
});
