/** What Mother tells ten times a second, as the server sends it. Field names are the server's. */
export interface Snapshot {
  readonly boot: string;
  readonly seq: number;
  /** Mother's monotonic clock, in milliseconds. */
  readonly motherMs: number;
  readonly time: string;
  readonly title: string;
  readonly mother: MotherState;
  readonly overall: { readonly lamp: Lamp; readonly word: string; readonly reason: string };
  readonly izzies: readonly Izzy[];
  readonly alarms: readonly Alarm[];
  readonly lastEvent: number;
}

export interface MotherState {
  readonly id: string;
  readonly intervalMs: number;
  readonly isStopped: boolean;
  readonly stop: number;
  readonly cause: string | null;
  readonly stoppedForMs: number | null;
  readonly reset: ResetState;
  readonly latenessMs: number | null;
  readonly beats: number;
  readonly toClientPort: number;
  readonly fromClientPort: number;
  /** Only where Mother has a key. */
  readonly hasKey?: boolean;
}

export interface ResetState {
  readonly isAllowed: boolean;
  readonly reason: string | null;
  readonly text: string | null;
  readonly waitMs: number | null;
  readonly unconfirmed: number | null;
}

export type Lamp = 'ok' | 'late' | 'stopped' | 'fault' | 'unknown';
export type Presence = 'present' | 'late' | 'lost' | 'missing';

export interface Izzy {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly isExpected: boolean;
  readonly presence: Presence;
  readonly lamp: Lamp;
  readonly word: string;
  readonly check: string | null;
  readonly isLive: boolean;
  readonly mayMove: boolean;
  readonly ageMs: number | null;
  readonly status: string | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly z: number | null;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly roundTripMs: number | null;
  readonly confirmedAfterMs: number | null;
  readonly lastTrouble: string | null;
  readonly following: Following | null;
  /** Whether what it says is proven to be its; only where Mother has a key. */
  readonly verified?: boolean;
}

/** The line that an IZZY follows; a number that was not finite on the wire is null. */
export interface Following {
  readonly pidKp: number | null;
  readonly pidKi: number | null;
  readonly pidKd: number | null;
  readonly error: number | null;
  readonly errorAngle: number | null;
  readonly sensor1Min: number | null;
  readonly sensor1Max: number | null;
  readonly sensor1Reading: number | null;
  readonly sensor2Min: number | null;
  readonly sensor2Max: number | null;
  readonly sensor2Reading: number | null;
}

export interface Alarm {
  readonly key: string;
  readonly text: string;
  readonly since: string;
  readonly state: 'unacknowledged' | 'acknowledged' | 'cleared';
}

/**
 * Reads one message of the stream, or gives null for what is no snapshot. A message that is not understood counts as none at all,
 * so that the page grows stale by it instead of showing half of it.
 */
export function parseSnapshot(data: string): Snapshot | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isObject(value) || !isObject(value['mother']) || !isObject(value['overall']) || !isObject(value['mother']['reset'])) return null;
  const isWhole =
    typeof value['boot'] === 'string' &&
    Number.isFinite(value['seq']) &&
    Number.isFinite(value['motherMs']) &&
    typeof value['mother']['isStopped'] === 'boolean' &&
    Number.isFinite(value['mother']['stop']) &&
    Array.isArray(value['izzies']) &&
    value['izzies'].every((izzy) => isObject(izzy) && typeof izzy['name'] === 'string' && typeof izzy['id'] === 'string') &&
    Array.isArray(value['alarms']);
  return isWhole ? (value as unknown as Snapshot) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
