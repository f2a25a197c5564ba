import type { Izzy, Snapshot } from '../src/pure/snapshot.ts';

export function izzy(name: string, changes: Partial<Izzy> = {}): Izzy {
  return {
    id: `id-${name}`, name, address: '192.0.2.1:9001', isExpected: true, presence: 'present', lamp: 'ok', word: 'MOVING', check: '', isLive: true, mayMove: true,
    ageMs: 10, status: 'MOVING', x: 0, y: 0, z: 0, heading: 0, speed: 0, roundTripMs: 3, confirmedAfterMs: null, lastTrouble: null, following: null, ...changes,
  };
}

export function snapshot(stop: { isStopped: boolean; stop: number; forMs?: number }, izzies: readonly Izzy[] = [], boot = 'boot'): Snapshot {
  return {
    boot, seq: 1, motherMs: 0, time: '2026-11-22T19:30:00.000Z', title: 'Mother',
    mother: {
      id: 'm', intervalMs: 180, isStopped: stop.isStopped, stop: stop.stop, cause: stop.isStopped ? 'local-stop' : null, stoppedForMs: stop.isStopped ? stop.forMs ?? 0 : null,
      reset: { isAllowed: false, reason: null, text: null, waitMs: null, unconfirmed: null }, latenessMs: 0.2, beats: 1, toClientPort: 9001, fromClientPort: 9000,
    },
    overall: { lamp: 'ok', word: 'ALL HERE', reason: '' }, izzies, alarms: [], lastEvent: 0,
  };
}
