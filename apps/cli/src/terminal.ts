import type { EventEmitter } from 'node:events';
import { emitKeypressEvents } from 'node:readline';
import { type Key, type Stepper, frame, pressed } from './stepper.ts';

const ENTER = '\x1b[?1049h\x1b[?25l'; // a screen of its own, without a cursor
const LEAVE = '\x1b[?25h\x1b[?1049l';
const SIGNALS = { SIGTERM: 143, SIGHUP: 129 } as const;

/** Shows a history on the terminal until it is left. However that happens, the terminal is then as it was. @returns the exit code */
export async function stepThrough(opening: Stepper, { stdin, stdout } = process): Promise<number> {
  let stepper = opening;
  // A terminal that does not know its size says 0.
  const draw = () => {
    const lines = frame(stepper, { columns: stdout.columns || 80, rows: stdout.rows || 24 }).map((line) => `${line}\x1b[K`);
    stdout.write(`\x1b[H${lines.join('\n')}\x1b[J`);
  };
  const restore = () => {
    stdin.setRawMode(false);
    stdout.write(LEAVE);
  };
  const stops: (() => void)[] = [];
  const on = (source: EventEmitter, event: string, listener: Parameters<EventEmitter['on']>[1]) => {
    source.on(event, listener);
    stops.push(() => void source.off(event, listener));
  };

  emitKeypressEvents(stdin);
  on(process, 'exit', restore); // also when something throws
  stdin.setRawMode(true);
  stdout.write(ENTER);
  try {
    return await new Promise<number>((done, fail) => {
      on(stdin, 'keypress', (_: string | undefined, key: Key) => {
        try {
          stepper = pressed(stepper, key);
          if (stepper.end) done(stepper.end === 'quit' ? 0 : 130);
          else draw();
        } catch (error) {
          fail(error as Error);
        }
      });
      on(stdin, 'end', () => done(0));
      on(stdout, 'resize', draw);
      for (const [signal, code] of Object.entries(SIGNALS)) on(process, signal, () => done(code));
      draw();
      stdin.resume();
    });
  } finally {
    for (const stop of stops) stop();
    restore();
    stdin.pause();
  }
}
