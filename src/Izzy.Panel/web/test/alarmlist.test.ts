import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlarmsSeen, batches, bytesAtMost, readForMs, sentence } from '../src/pure/alarmlist.ts';
import type { Alarm } from '../src/pure/snapshot.ts';

const alarm = (key: string, since = '2026-11-22T19:30:00.000Z', text = `${key} is wrong`): Alarm => ({ key, since, text, state: 'unacknowledged' });
const nameOf = (id: string): string | undefined => new Map([['1', 'sofa'], ['2', 'tree']]).get(id);

test('an alarm is to be read before a click means it, whatever else comes meanwhile', () => {
  const seen = new AlarmsSeen();
  const [first, second] = [alarm('lost:1'), alarm('lost:2')];
  assert.deepEqual(seen.take([first], 0), [first]);
  assert.deepEqual(seen.readable([first], readForMs - 1), []);
  assert.deepEqual(seen.take([first, second], 400), [second]);
  assert.deepEqual(seen.readable([first, second], readForMs), [first]);
  assert.deepEqual(seen.readable([first, second], 400 + readForMs), [first, second]);
});

test('one that begins anew is another one, and is to be read anew', () => {
  const seen = new AlarmsSeen();
  seen.take([alarm('lost:1')], 0);
  const again = alarm('lost:1', '2026-11-22T19:31:00.000Z');
  assert.deepEqual(seen.take([again], 1000), [again]);
  assert.deepEqual(seen.readable([again], 1100), []);
});

test('what was out of sight is to be read again, and is no news', () => {
  const seen = new AlarmsSeen();
  const one = alarm('lost:1');
  seen.take([one], 0);
  seen.hide();
  assert.deepEqual(seen.readable([one], 5000), []);
  assert.deepEqual(seen.take([one], 5100), []);
  assert.deepEqual(seen.readable([one], 5200), []);
  assert.deepEqual(seen.readable([one], 5100 + readForMs), [one]);
});

test('several of a kind are one sentence with names and what to check', () => {
  assert.equal(sentence([], nameOf), '');
  assert.equal(sentence([alarm('lost:1')], nameOf), 'lost:1 is wrong');
  assert.equal(sentence([alarm('lost:1'), alarm('lost:2')], nameOf), '2 lost: tree and sofa; check what they share (access point, switch, power)');
  const hundred = Array.from({ length: 100 }, (_, i) => alarm(`missing:izzy-${i}`));
  assert.equal(sentence([...hundred, alarm('paused')], nameOf),
    'paused is wrong; 100 missing: izzy-99, izzy-98, izzy-97 and 97 more; check what they share (access point, switch, power)');
  assert.equal(sentence([alarm('rejected:wrong-mac'), alarm('rejected:replayed')], nameOf), 'rejected:replayed is wrong (and 1 more like it)');
});

test('a hundred go in calls that the server takes, each once and in order', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => alarm(`missing:Türbühne ${i} ${'ü'.repeat(i)}`));
  const calls = batches(hundred);
  assert.deepEqual(calls.flat(), hundred.map(({ key, since }) => ({ key, since })));
  for (const call of calls) assert.ok(new TextEncoder().encode(JSON.stringify({ alarms: call })).length <= bytesAtMost + 20);
  assert.ok(calls.length < 10);
  assert.deepEqual(batches([]), []);
});
