import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventId, PersonId } from '@casetrail/domain';
import { DestroyedKeys, type Destruction } from './destroyed-keys.ts';

const home = fs.mkdtempSync(join(tmpdir(), 'casetrail-destroyed-'));
afterAll(() => fs.rmSync(home, { recursive: true }));

const destruction = (n: number): Destruction => {
  const person = `person-${String(n).padStart(26, '0')}` as PersonId;
  return { person, event: `${person}@2` as EventId, recordedAt: '2026-01-01T00:00:00.000Z' };
};
let serial = 0;
const file = () => join(home, 'below', `list-${++serial}`);

describe('the list of destroyed keys', () => {
  it('is empty where there is none, and remembers each once', () => {
    const path = file();
    expect(new DestroyedKeys(path).list()).toEqual([]);
    new DestroyedKeys(path).add([destruction(1), destruction(2)]);
    new DestroyedKeys(path).add([destruction(2), destruction(3)]);
    expect(new DestroyedKeys(path).list()).toEqual([1, 2, 3].map(destruction));
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
  });
  it('holds nothing but whose it was, by which event and when', () => {
    const path = file();
    new DestroyedKeys(path).add([destruction(1)]);
    expect(Object.keys(JSON.parse(fs.readFileSync(path, 'utf8')) as object)).toEqual(['event', 'recordedAt']);
  });
  it('goes on after a line that was torn off, wherever that was', () => {
    const whole = file();
    new DestroyedKeys(whole).add([destruction(1), destruction(2)]);
    const content = fs.readFileSync(whole);
    for (let length = content.length - 2; length > content.length - 40; length--) {
      const path = file();
      fs.writeFileSync(path, content.subarray(0, length));
      expect(new DestroyedKeys(path).list()).toEqual([destruction(1)]);
      new DestroyedKeys(path).add([destruction(3)]);
      expect(new DestroyedKeys(path).list()).toEqual([destruction(1), destruction(3)]);
    }
  });
  it.each(['nonsense', '{"event":"criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV@1","recordedAt":"2026-01-01T00:00:00Z"}', '{"event":"person-x@1"}'])(
    'is not gone on with where a line is none: %s',
    (line) => {
      const path = file();
      fs.mkdirSync(join(home, 'below'), { recursive: true });
      fs.writeFileSync(path, `${line}\n`);
      expect(() => new DestroyedKeys(path).list()).toThrow('line 1 is no destroyed key');
    },
  );
});
