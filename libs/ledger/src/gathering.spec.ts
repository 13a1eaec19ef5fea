import { setImmediate } from 'node:timers/promises';
import { Gathering } from './gathering.ts';

/** Answers each gathering when it is told to, and remembers who came together. */
function gathering({ lanes = 1, most = 3 } = {}) {
  const together: (readonly string[])[] = [];
  const doors: (() => void)[] = [];
  const answer = async (questions: readonly string[]) => {
    together.push(questions);
    await new Promise<void>((open) => doors.push(open));
    if (questions.includes('bad')) throw new Error('bad question');
    return questions.map((question) => `${question}!`);
  };
  const group = new Gathering({ answer, fit: ({ length }) => Math.min(length, most), lanes });
  const answerNext = async () => {
    while (doors.length === 0) await setImmediate();
    doors.shift()?.();
    await setImmediate();
  };
  return { group, together, answerNext };
}

describe('a gathering', () => {
  it('waits one turn of the event loop, and for nobody', async () => {
    const { group, together } = gathering();
    void group.ask('a');
    void group.ask('b');
    await setImmediate();
    expect(together).toEqual([['a', 'b']]);
  });
  it('forms while another one is under way, up to what fits', async () => {
    const { group, together, answerNext } = gathering();
    const first = group.ask('a');
    await setImmediate();
    const answers = Promise.all(['b', 'c', 'd', 'e'].map((question) => group.ask(question)));
    for (let i = 0; i < 3; i++) await answerNext();
    expect(together).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    expect([await first, ...(await answers)]).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  });
  it('lets those who were answered together go together again', async () => {
    const { group, together, answerNext } = gathering();
    for (const question of ['a', 'b', 'c']) void group.ask(question).then(() => group.ask(`${question}2`));
    for (let i = 0; i < 2; i++) await answerNext();
    expect(together).toEqual([
      ['a', 'b', 'c'],
      ['a2', 'b2', 'c2'],
    ]);
  });
  it('uses as many lanes as there are', async () => {
    const { group, together, answerNext } = gathering({ lanes: 2 });
    const ask = async (question: string) => {
      void group.ask(question);
      await setImmediate();
    };
    for (const question of ['a', 'b', 'c', 'd']) await ask(question);
    expect(together).toEqual([['a'], ['b']]);
    await answerNext();
    await setImmediate();
    expect(together).toEqual([['a'], ['b'], ['c', 'd']]);
  });
  it('asks each question alone when together they failed, and fails only the bad one', async () => {
    const { group, together, answerNext } = gathering();
    const answers = Promise.allSettled(['a', 'bad', 'b'].map((question) => group.ask(question)));
    for (let i = 0; i < 4; i++) await answerNext();
    expect(together).toEqual([['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
  it('goes on after a failure', async () => {
    const { group, answerNext } = gathering();
    const failed = expect(group.ask('bad')).rejects.toThrow('bad question');
    await answerNext();
    await failed;
    const answer = group.ask('a');
    await answerNext();
    expect(await answer).toBe('a!');
  });
});
