import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InTurn } from '../src/pure/inturn.ts';

/** A server that answers when it is told to, with what was true when it was asked. */
class Server {
  truth = 'before';
  heard: string[] = [];
  asked = 0;
  private readonly waiting: (() => void)[] = [];

  readonly question = new InTurn(() => new Promise((done) => {
    const truth = this.truth;
    this.asked++;
    this.waiting.push(() => {
      this.heard.push(truth);
      done();
    });
  }));

  async answer(): Promise<void> {
    this.waiting.shift()?.();
    await new Promise((later) => setImmediate(later));
  }
}

test('who asks while an answer is under way hears how it is after he asked, and waits for that', async () => {
  const server = new Server();
  void server.question.ask();
  server.truth = 'after';
  let isDone = false;
  const second = server.question.ask().then(() => { isDone = true; });
  await server.answer();
  assert.deepEqual(server.heard, ['before']);
  assert.equal(isDone, false);
  await server.answer();
  await second;
  assert.deepEqual(server.heard, ['before', 'after']);
});

test('many who ask meanwhile are one question more, and never two at a time', async () => {
  const server = new Server();
  void server.question.ask();
  const others = [1, 2, 3, 4].map(() => server.question.ask());
  assert.equal(server.asked, 1);
  await server.answer();
  assert.equal(server.asked, 2);
  // The second is under way: this one is later than that.
  others.push(server.question.ask());
  await server.answer();
  assert.equal(server.asked, 3);
  await server.answer();
  await Promise.all(others);
  assert.equal(server.asked, 3);
});

test('a question after the last was answered is put at once', async () => {
  const server = new Server();
  void server.question.ask();
  await server.answer();
  void server.question.ask();
  assert.equal(server.asked, 2);
});
