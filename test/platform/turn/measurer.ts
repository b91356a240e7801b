import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeTurn } from '../../../src/platform/turn/turn.ts';

/** Takes turns as a process of its own: `QUEUE NAME LOG TURNS MS`. Logs when each begins and ends. */
const [queue = '', name = '', log = '', turns = '1', ms = '0'] = process.argv.slice(2);

for (let i = 0; i < Number(turns); i++) {
  using _turn = await takeTurn({
    ...{ queue, command: name, project: '/some/project', wait: true },
    signal: new AbortController().signal,
    onWait: ({ count, first }) =>
      appendFileSync(log, `${name} waits ${count} ${first?.command} ${first?.pid}\n`),
  });
  appendFileSync(log, `${name} begins\n`);
  await sleep(Number(ms));
  appendFileSync(log, `${name} ends\n`);
}
