import { dateOf } from '@casetrail/domain';
import { LOG_DAYS, LOG_START } from '@casetrail/domain/testing';
import { newSigningKey, signerOf } from '@casetrail/ledger';
import { type AuditSource, type Finding, verify } from './index.ts';
import { SealedCity } from './testing/sealed-city.ts';

const signer = signerOf(newSigningKey('casetrail.test/370200'));
const EVENTS = 400;
let city: SealedCity;

beforeAll(async () => {
  city = await SealedCity.found(signer, 7, EVENTS);
  await city.publish(1, dateOf(LOG_START + 10 * LOG_DAYS), 'v1');
});
afterAll(() => city.database.drop());

const verdictOn = (source: AuditSource) => verify(() => Promise.resolve(source), { keys: [signer.verifier] });

it('a live database holds, with every published figure, and what is not sealed yet is left out', async () => {
  const { wrong, verified, exitCode } = await city.audited(verdictOn);
  expect([wrong, exitCode]).toEqual([undefined, 0]);
  expect(verified.map(({ what, count }) => [what, count])).toEqual([
    ['checkpoint', 1],
    ['tiles', 3],
    ['events', EVENTS + 4],
    ['checkpoints', 1],
    ['figures', 43],
    ['rest', 1],
  ]);
  const appended = `insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes)
    select position + 1000, stream, version + 1000, occurred_on, recorded_at, type, bytes from ledger.events where position = 404`;
  expect((await city.tampered(appended, verdictOn)).holds).toBe(true);
});

it('a ledger that goes on under another key and origin holds, with what was published before', async () => {
  const renewed = await SealedCity.found(signer, 8, 100);
  const publish = (n: number) => renewed.publish(n, dateOf(LOG_START + 10 * LOG_DAYS), 'v1');
  await publish(1);
  const successor = signerOf(newSigningKey('casetrail.test/370200/2'));
  renewed.sealWith(successor);
  await publish(2);
  const verdict = await renewed.audited((source) => verify(() => Promise.resolve(source), { keys: [successor.verifier] }));
  expect([verdict.wrong, verdict.checkpoint?.origin, verdict.publications.length]).toEqual([undefined, successor.name, 2]);
  await renewed.database.drop();
});

/** What somebody can do who owns the database, and has switched its guards off. */
describe('a database that was tampered with is named by what was done:', () => {
  const moved = (from: number, by: number) =>
    `update ledger.events set position = -position where position >= ${from}; update ledger.events set position = -position + ${by} where position < 0`;
  it.each<[string, string, Omit<Finding, 'message'>]>([
    [
      'the bytes of an event',
      `update ledger.events set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"schema":1', '"schema":2'), 'UTF8') where position = 120`,
      { code: 'event/edited', position: 120 },
    ],
    ['an event deleted', 'delete from ledger.events where position = 120', { code: 'event/deleted', position: 120 }],
    ['an event deleted and the gap closed', `delete from ledger.events where position = 120; ${moved(121, -1)}`, { code: 'event/deleted', position: 120 }],
    ['the newest events deleted', `delete from ledger.events where position > ${EVENTS}`, { code: 'events/truncated', position: EVENTS + 1 }],
    [
      'an event inserted',
      `${moved(200, 1)}; insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes)
       select 200, stream, version + 1000, occurred_on, recorded_at, type, convert_to(replace(convert_from(bytes, 'UTF8'), '"schema":1', '"schema":2'), 'UTF8') from ledger.events where position = 199`,
      { code: 'event/inserted', position: 200 },
    ],
    [
      'an event put before all others',
      `insert into ledger.events (position, stream, version, occurred_on, recorded_at, type, bytes)
       select 0, stream, version + 1000, occurred_on, recorded_at, type, convert_to('{}', 'UTF8') from ledger.events where position = 1`,
      { code: 'event/inserted', position: 1 },
    ],
    [
      'two events swapped',
      'update ledger.events set position = -1 where position = 50; update ledger.events set position = 50 where position = 60; update ledger.events set position = 60 where position = -1',
      { code: 'event/reordered', position: 50 },
    ],
    [
      'a recorded time',
      `update ledger.events set recorded_at = recorded_at - interval '1 second' where position = 403`,
      { code: 'event/recorded-time-changed', position: 403 },
    ],
    [
      'a recorded time, by a microsecond',
      `update ledger.events set recorded_at = recorded_at + interval '1 microsecond' where position = 77`,
      { code: 'event/copy-differs', position: 77 },
    ],
    ['a recorded time without end', `update ledger.events set recorded_at = 'infinity' where position = 404`, { code: 'event/edited', position: 404 }],
    ['the copy of a type', `update ledger.events set type = 'CaseCracked' where position = 1`, { code: 'event/copy-differs', position: 1 }],
    ['the copy of a date', `update ledger.events set occurred_on = occurred_on + 1 where position = 33`, { code: 'event/copy-differs', position: 33 }],
    ['the copy of a version', 'update ledger.events set version = version + 1000 where position = 34', { code: 'event/copy-differs', position: 34 }],
    [
      'the copy of a stream',
      'update ledger.events set stream = (select stream from ledger.events where position = 1), version = 1000 where position = 34',
      { code: 'event/copy-differs', position: 34 },
    ],
    ['the name of a stream', `update ledger.streams set id = 'ledger-99999999999999999999999999' where no = 32`, { code: 'stream/differs', position: 1 }],
    [
      'the number of a stream',
      'update ledger.streams set no = 64 * 1000 where no = 32; update ledger.events set stream = 64 * 1000 where stream = 32',
      { code: 'stream/differs', position: 1 },
    ],
    ['a stream without its name', 'delete from ledger.streams where no = 32', { code: 'stream/differs', position: 1 }],
    ['a stream that never began', `insert into ledger.streams (id, no) values ('ledger-99999999999999999999999999', 999968)`, { code: 'stream/differs' }],
    [
      'a tile',
      `update seal.tiles set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1) where (level, index) = (0, 0)`,
      { code: 'tile/edited', path: 'seal.tiles (0, 0)' },
    ],
    [
      'a tile on the edge',
      `update seal.tiles set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1) where (level, index) = (0, 1)`,
      { code: 'tile/edited', path: 'seal.tiles (0, 1)' },
    ],
    ['a missing tile', 'delete from seal.tiles where (level, index) = (0, 0)', { code: 'tile/missing', path: 'seal.tiles (0, 0)' }],
    [
      'a tile cut off',
      'update seal.tiles set hashes = substr(hashes, 1, 320) where (level, index) = (0, 0)',
      { code: 'tile/truncated', path: 'seal.tiles (0, 0)' },
    ],
    [
      'the newest checkpoint',
      `update seal.checkpoints set note = replace(note, E'\\n404\\n', E'\\n403\\n') where size = 404`,
      { code: 'checkpoint/forged-signature', path: 'checkpoint' },
    ],
    [
      'an older checkpoint',
      `update seal.checkpoints set note = replace(note, E'\\n400\\n', E'\\n399\\n') where size = 400`,
      { code: 'checkpoint/forged-signature', path: 'seal.checkpoints (400)' },
    ],
    [
      'the root beside a checkpoint',
      `update seal.checkpoints set root = sha256('x') where size = 400`,
      { code: 'checkpoint/wrong-root', path: 'seal.checkpoints (400)' },
    ],
  ])('%s', async (_, statements, expected) => {
    const { wrong, exitCode } = await city.tampered(statements, verdictOn);
    expect([wrong, exitCode]).toEqual([{ ...expected, message: expect.any(String) }, 1]);
  });

  it('all of it rewritten from some event on, and the tree with it: only the signature cannot be made', async () => {
    const rewritten = `update ledger.events set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"schema":1', '"schema":2'), 'UTF8') where position = 300;
      update seal.tiles set hashes = overlay(hashes placing
        (select sha256('\\x00'::bytea || convert_to(format(E'casetrail-leaf/v1\\n300\\n%s\\n%s\\n', to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), encode(hash, 'hex')), 'UTF8'))
         from ledger.events where position = 300) from (299 - 256) * 32 + 1) where (level, index) = (0, 1)`;
    const { wrong, exitCode } = await city.tampered(rewritten, verdictOn);
    expect([wrong?.code, exitCode]).toEqual(['checkpoint/wrong-root', 1]);
  });
});
