import { serializeByKey } from '@signalbox/http-core/internal/operation/turns';

/** Tasks that note their beginning and end, and end when they are told to. */
function stage() {
  const log: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const inTurn = serializeByKey();
  const start = (key: string | undefined, name: string) =>
    inTurn(key, async () => {
      log.push(`+${name}`);
      await new Promise<void>((resolve, reject) => {
        ends.set(name, (error) => (error ? reject(error) : resolve()));
      });
      log.push(`-${name}`);
      return name;
    });
  const settle = async () => await new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string, error?: Error) => {
    ends.get(name)!(error);
    await settle();
  };
  return { log, start, settle, end };
}

test('tasks with the same key follow each other in order, those of others do not wait', async () => {
  const { log, start, settle, end } = stage();
  const all = Promise.all([start('a', 'a1'), start('a', 'a2'), start('b', 'b1'), start('a', 'a3')]);
  await settle();
  expect(log).toEqual(['+a1', '+b1']);
  await end('a1');
  expect(log).toEqual(['+a1', '+b1', '-a1', '+a2']);
  await end('a2');
  await end('a3');
  await end('b1');
  expect(await all).toEqual(['a1', 'a2', 'b1', 'a3']);
});

test('a task that fails does not hold up the next, and its error is its own', async () => {
  const { log, start, settle, end } = stage();
  const first = start('a', 'a1').catch((error: Error) => error.message);
  const second = start('a', 'a2');
  await settle();
  await end('a1', new Error('No'));
  await end('a2');
  expect(await Promise.all([first, second])).toEqual(['No', 'a2']);
  expect(log).toEqual(['+a1', '+a2', '-a2']);
});

test('tasks without a key never wait', async () => {
  const { log, start, settle, end } = stage();
  const all = [start(undefined, 'x'), start(undefined, 'y')];
  await settle();
  expect(log).toEqual(['+x', '+y']);
  await end('x');
  await end('y');
  await Promise.all(all);
});
