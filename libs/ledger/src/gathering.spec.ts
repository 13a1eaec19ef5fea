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
  it('lets a lone question go at once', () => {
    const { group, together } = gathering();
    void group.ask('a');
    expect(together).toEqual([['a']]);
  });
  it('forms while another one is under way, up to what fits', async () => {
    const { group, together, answerNext } = gathering();
    const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map((question) => group.ask(question)));
    for (let i = 0; i < 3; i++) await answerNext();
    expect(together).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    expect(await answers).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  });
  it('lets those who were answered together go together again', async () => {
    const { group, together, answerNext } = gathering();
    void group.ask('a');
    for (const question of ['b', 'c', 'd']) void group.ask(question).then(() => group.ask(`${question}2`));
    for (let i = 0; i < 3; i++) await answerNext();
    expect(together).toEqual([['a'], ['b', 'c', 'd'], ['b2', 'c2', 'd2']]);
  });
  it('uses as many lanes as there are', async () => {
    const { group, together, answerNext } = gathering({ lanes: 2 });
    for (const question of ['a', 'b', 'c', 'd']) void group.ask(question);
    expect(together).toEqual([['a'], ['b']]);
    await answerNext();
    expect(together).toEqual([['a'], ['b'], ['c', 'd']]);
  });
  it('asks each question alone when together they failed, and fails only the bad one', async () => {
    const { group, together, answerNext } = gathering();
    const answers = Promise.allSettled(['a', 'b', 'bad', 'c'].map((question) => group.ask(question)));
    for (let i = 0; i < 5; i++) await answerNext();
    expect(together).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
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
