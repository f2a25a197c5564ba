// A pretended stage for looking at the page: no heartbeat, no network, no promise. Its snapshots have the shape that the panel's server sends.
import { randomUUID } from 'node:crypto';

const hostile = ['<img src=x onerror=alert(1)>', 'wagon\u202Egnp.exe', 'bell\u0007\u001b[31m red', 'A very long name of a scenery wagon that nobody could write on a label, with its number, its place and its owner at the end', 'Türbühne 舞台 🎭', ''];
const names = ['sofa-left', 'sofa-right', 'throne', 'tree', 'Türbühne', 'wagon'];

export class Stage {
  constructor(count, isHostile) {
    this.boot = randomUUID();
    this.startedAt = performance.now();
    this.seq = 0;
    this.stop = 0;
    this.stopped = null;
    this.beats = 0;
    this.events = [];
    this.alarms = new Map();
    const all = isHostile ? [...hostile, ...names] : names;
    this.izzies = Array.from({ length: count }, (_, i) => ({
      id: randomUUID(), name: all[i] ?? `robot-${String(i + 1).padStart(3, '0')}`, i, mode: 'well', heardAt: performance.now(), trouble: null, confirmed: null,
    }));
    this.tell('beating', null, 'Mother beats each 180 ms');
  }

  /** well, late, lost, missing, broken, stopped, deaf (hears no stop), following */
  set(name, mode) {
    const izzy = this.izzies.find((each) => each.name === name);
    if (!izzy) return false;
    if (izzy.mode === 'lost' && mode === 'well') { izzy.trouble = `lost for ${((performance.now() - izzy.heardAt) / 1000).toFixed(1)} s at ${new Date().toLocaleTimeString('en-GB')}`; this.tell('izzy-returned', izzy, 'is back'); this.clear(`lost:${izzy.id}`); }
    izzy.mode = mode;
    if (mode === 'lost') { this.tell('izzy-lost', izzy, 'last heard 1.0 s ago; check power, Wi-Fi, firewall on port 9001'); this.alarm(`lost:${izzy.id}`, `${izzy.name} last heard 1.0 s ago; check power, Wi-Fi, firewall on port 9001`); }
    if (mode === 'late') this.tell('izzy-late', izzy, 'last heard 450 ms ago; if this comes often, check the Wi-Fi');
    return true;
  }

  stopAll() {
    const isNew = this.stopped === null;
    if (isNew) {
      this.stopped = { at: performance.now(), cause: 'local-stop' };
      this.stop++;
      for (const izzy of this.izzies) izzy.confirmed = null;
      this.tell('stopped', null, 'Mother is stopped: local-stop');
    }
    return { stop: this.stop, isNew };
  }

  resetState() {
    if (this.stopped === null) return { isAllowed: false, reason: 'not-stopped', text: 'nothing is stopped', waitMs: null, unconfirmed: null };
    const open = this.izzies.filter((izzy) => izzy.confirmed === null && izzy.mode !== 'missing').length;
    const wait = 3000 - (performance.now() - this.stopped.at);
    if (open > 0 && wait > 0) return { isAllowed: false, reason: 'not-confirmed', text: `${open} did not confirm the stop; look at ${open === 1 ? 'it' : 'them'}, or wait`, waitMs: wait, unconfirmed: open };
    return { isAllowed: true, reason: null, text: null, waitMs: null, unconfirmed: null };
  }

  reset() { this.stopped = null; this.tell('reset', null, 'Mother beats again'); }

  tell(event, izzy, text) {
    this.events.push({ number: this.events.length + 1, time: new Date().toISOString(), event, ...(izzy && { id: izzy.id, name: izzy.name }), text: izzy ? `${izzy.name} ${text}` : text });
  }

  alarm(key, text) { this.alarms.set(key, { key, text, since: new Date().toISOString(), state: 'unacknowledged' }); }
  clear(key) { const alarm = this.alarms.get(key); if (alarm?.state === 'acknowledged') this.alarms.delete(key); else if (alarm) alarm.state = 'cleared'; }
  acknowledge({ key, since }) {
    const alarm = this.alarms.get(key);
    if (alarm?.since !== since) return false;
    if (alarm.state === 'cleared') this.alarms.delete(key); else alarm.state = 'acknowledged';
    return true;
  }

  snapshot() {
    const now = performance.now();
    const stoppedFor = this.stopped === null ? null : now - this.stopped.at;
    if (this.stopped === null) this.beats = Math.floor((now - this.startedAt) / 180);
    const izzies = this.izzies.map((izzy) => this.izzy(izzy, now, stoppedFor));
    const bad = izzies.filter((izzy) => izzy.lamp === 'fault');
    const here = izzies.filter((izzy) => izzy.presence === 'present').length;
    const overall = stoppedFor !== null
      ? { lamp: bad.length ? 'fault' : 'stopped', word: bad.length ? 'NOT CONFIRMED' : 'STOPPED', reason: `Mother is stopped: local-stop; ${izzies.filter((izzy) => izzy.confirmedAfterMs !== null).length} of ${izzies.length} confirmed` }
      : bad.length ? { lamp: 'fault', word: bad[0].word, reason: `${bad.slice(0, 3).map((izzy) => izzy.name).join(', ')}: ${bad[0].check}` }
        : izzies.some((izzy) => izzy.lamp === 'late') ? { lamp: 'late', word: 'LATE', reason: `${here} of ${izzies.length} here` } : { lamp: 'ok', word: 'ALL HERE', reason: `${here} of ${izzies.length} here` };
    return {
      boot: this.boot, seq: ++this.seq, motherMs: now, time: new Date().toISOString(), title: 'Pretended Mother',
      mother: {
        id: this.boot, intervalMs: 180, isStopped: stoppedFor !== null, stop: this.stop, cause: this.stopped?.cause ?? null, stoppedForMs: stoppedFor, reset: this.resetState(),
        latenessMs: 0.1 + Math.random() * 0.4 + (Math.random() < 0.01 ? 6 : 0), beats: this.beats, toClientPort: 9001, fromClientPort: 9000,
      },
      overall, izzies, alarms: [...this.alarms.values()], lastEvent: this.events.length,
    };
  }

  izzy(izzy, now, stoppedFor) {
    const { mode, i } = izzy;
    const isHeard = mode !== 'lost' && mode !== 'missing';
    if (isHeard) izzy.heardAt = now - (mode === 'late' ? 520 : 20 + (now * (1 + i / 10)) % 160);
    if (stoppedFor !== null && izzy.confirmed === null && isHeard && mode !== 'deaf' && stoppedFor > 8 + i * 9) { izzy.confirmed = 8 + i * 9; this.tell('stop-confirmed', izzy, `confirmed the stop after ${izzy.confirmed} ms`); }
    const presence = mode === 'missing' ? 'missing' : mode === 'lost' ? 'lost' : mode === 'late' ? 'late' : 'present';
    const isMoving = stoppedFor === null && isHeard && mode !== 'broken' && mode !== 'stopped';
    if (isMoving) izzy.drove = (izzy.drove ?? i * 700) + 45;
    const angle = (izzy.drove ?? 0) / 2600 + i * 1.3;
    const [rx, ry] = [3500 + (i % 7) * 350, 1800 + (i % 5) * 300];
    const [lamp, word, check] = this.words(izzy, now, stoppedFor);
    const isKnown = mode !== 'missing';
    return {
      id: isKnown ? izzy.id : '', name: izzy.name, address: isKnown ? `192.0.2.${i + 10}:9001` : null, isExpected: true, presence, lamp, word, check,
      isLive: presence === 'present', mayMove: presence === 'present' && isMoving,
      ageMs: isKnown ? now - izzy.heardAt : null, status: isKnown ? (mode === 'following' ? 'FOLLOWING' : 'MOVING') : null,
      x: isKnown ? Math.round(rx * Math.cos(angle)) : null, y: isKnown ? Math.round(3000 + ry * Math.sin(angle)) : null, z: isKnown ? 0 : null,
      heading: isKnown ? Math.round(Math.atan2(ry * Math.cos(angle), -rx * Math.sin(angle)) * 180 / Math.PI) : null, speed: isKnown ? (isMoving ? 450 : 0) : null,
      roundTripMs: isKnown && i !== 1 ? 2 + Math.random() * 4 : null, confirmedAfterMs: stoppedFor === null ? null : izzy.confirmed, lastTrouble: izzy.trouble,
      following: mode === 'following' && isMoving ? { pidKp: 1.2, pidKi: 0.05, pidKd: 0.3, error: 6 * Math.sin(angle * 9), errorAngle: 3 * Math.sin(angle * 9), sensor1Min: 90, sensor1Max: 910, sensor1Reading: Math.round(500 + 240 * Math.sin(angle * 9)), sensor2Min: 95, sensor2Max: 905, sensor2Reading: Math.round(500 - 240 * Math.sin(angle * 9)) } : null,
    };
  }

  words(izzy, now, stoppedFor) {
    if (izzy.mode === 'missing') return ['fault', 'MISSING', 'never heard; check power, Wi-Fi, firewall on port 9001'];
    if (stoppedFor !== null) {
      if (izzy.confirmed !== null) return ['stopped', 'STOPPED', `confirmed after ${izzy.confirmed} ms`];
      return stoppedFor < 1000 ? ['late', 'STOPPING', 'not confirmed yet'] : ['fault', 'NOT CONFIRMED', 'it may be moving: use the wired button'];
    }
    switch (izzy.mode) {
      case 'lost': return ['fault', 'LOST', `last HERE ${((now - izzy.heardAt) / 1000).toFixed(1)} s ago; check power, Wi-Fi, firewall on port 9001`];
      case 'late': return ['late', 'LATE', 'last HERE 0.5 s ago'];
      case 'broken': return ['fault', 'BROKEN', 'it reports a fault: look at the robot'];
      case 'stopped': return ['stopped', 'STOPPED', 'waits for its reset'];
      case 'following': return ['ok', 'FOLLOWING', ''];
      default: return ['ok', 'MOVING', ''];
    }
  }
}
