// Serves the built page with the panel's own headers and a pretended stage, so that every state can be looked at. See README.md beside this folder.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stage } from './stage.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5171' }, izzies: { type: 'string', default: '6' }, hostile: { type: 'boolean' }, token: { type: 'string' } } });
const root = fileURLToPath(new URL('../../wwwroot/', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const headers = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store', 'Cross-Origin-Resource-Policy': 'same-origin', 'Cross-Origin-Opener-Policy': 'same-origin',
};

let stage = new Stage(Number(values.izzies), values.hostile);
const streams = new Set();
let frozenUntil = 0;
let isStopBroken = false;

setInterval(() => {
  if (performance.now() < frozenUntil) return;
  const snapshot = JSON.stringify(stage.snapshot());
  for (const stream of streams) stream.write(`id: ${stage.seq}\ndata: ${snapshot}\n\n`);
}, 100);

// What is done to the stage: POST /dev/izzy?name=tree&mode=lost, /dev/freeze?ms=5000, /dev/restart, /dev/drop, /dev/stop-broken?on=true
const dev = {
  izzy: (query) => stage.set(query.get('name'), query.get('mode')),
  freeze: (query) => { frozenUntil = performance.now() + Number(query.get('ms') ?? 5000); return true; },
  restart: () => { stage = new Stage(Number(values.izzies), values.hostile); drop(); return true; },
  drop,
  'stop-broken': (query) => { isStopBroken = query.get('on') === 'true'; return true; },
};

function drop() {
  for (const stream of streams) stream.destroy();
  return true;
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://mock');
  const send = (status, body, more = {}) => {
    response.writeHead(status, { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...more });
    response.end(body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };
  if (url.pathname.startsWith('/dev/')) return send(dev[url.pathname.slice(5)]?.(url.searchParams) ? 204 : 404);
  // A frozen Mother takes connections and says nothing.
  while (performance.now() < frozenUntil) await new Promise((resolve) => setTimeout(resolve, 50));
  const mayReset = !values.token || (request.headers.cookie ?? '').includes('izzy=yes');
  const body = request.method === 'POST' ? JSON.parse((await text(request)) || '{}') : {};
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /api/stream':
      response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream' });
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    case 'GET /api/session': return send(200, { canView: true, canReset: mayReset, isLocal: !values.token });
    case 'GET /api/events': return send(200, { events: stage.events.filter((event) => event.number > Number(url.searchParams.get('after'))), first: 1, last: stage.events.length });
    case 'GET /api/events.csv': return send(200, 'number,time,event,izzy,id,address,status,value,unit,text\r\n', { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="events.csv"' });
    case 'POST /api/login': return body.token === values.token ? send(204, undefined, { 'Set-Cookie': 'izzy=yes; HttpOnly; SameSite=Strict; Path=/' }) : send(401, { error: 'wrong-token', message: 'That is not the token.' });
    case 'POST /api/stop': return isStopBroken ? send(503, { error: 'broken', message: 'pretended fault' }) : send(200, stage.stopAll());
    case 'POST /api/acknowledge':
      if (!mayReset) return send(401, { error: 'no-session', message: 'This needs the operator’s token.' });
      return send((body.alarms ?? []).map((alarm) => stage.acknowledge(alarm)).every(Boolean) ? 204 : 404);
    case 'POST /api/reset': {
      const state = stage.resetState();
      if (!mayReset) return send(401, { error: 'no-session', message: 'This needs the operator’s token.' });
      if (body.stop !== stage.stop) return send(409, { error: 'another-stop', message: 'Another stop is in force now. Look again.' });
      if (!state.isAllowed) return send(409, { error: state.reason, message: state.text, waitMs: state.waitMs, unconfirmed: state.unconfirmed });
      stage.reset();
      return send(200, {});
    }
  }
  const path = normalize(join(root, url.pathname === '/' ? 'index.html' : url.pathname));
  try {
    if (!path.startsWith(root)) throw new Error('outside');
    send(200, await readFile(path), { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' });
  } catch {
    send(404, { error: 'not-found', message: 'Run npm run build first.' });
  }
}).listen(Number(values.port), '127.0.0.1', () => console.log(`http://127.0.0.1:${values.port}`));

async function text(request) {
  let all = '';
  for await (const piece of request) all += piece;
  return all;
}
