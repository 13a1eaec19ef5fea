import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RecordedEvent, categories, categoryOf, deciders } from '@casetrail/domain';
import { isCanonical } from './canonical-bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { SmallTree, leafDigest, leafHash, leafOf } from './tree/index.ts';

/** Events as ledgers have stored them since version 0.1: their bytes must never be read, written or hashed in another way. */
const stored = readFileSync(join(__dirname, '../fixtures/stored-events.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [, position = '', recordedAt = '', hash = '', text = ''] =
      /^\{"position":(\d+),"recordedAt":"([^"]+)","hash":"([0-9a-f]{64})","event":(.*)\}$/.exec(line) ?? [];
    return { position: Number(position), recordedAt, hash, text, event: JSON.parse(text) as RecordedEvent };
  });

describe('what was stored', () => {
  it('is there of every category', () => {
    expect(stored.length).toBeGreaterThan(180);
    expect(new Set(stored.map(({ event }) => categoryOf(event.stream)))).toEqual(new Set(Object.keys(categories)));
  });

  it.each(stored.map(({ event, hash, text }) => [event.type, hash, text, event] as const))('%s is the same, byte for byte', (type, hash, text, event) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
    expect(canonicalJson(event)).toBe(text);
    expect(isCanonical(Buffer.from(text))).toBe(true);
    expect([...Object.keys(deciders[categoryOf(event.stream)].events), 'RecordVoided']).toContain(type);
  });

  it('has the same leaves, and the same root', () => {
    const leaves = stored.map(({ position, recordedAt, hash }) => leafHash(leafOf({ position, recordedAt, hash: Buffer.from(hash, 'hex') })));
    expect(stored.map(({ position, recordedAt, hash }) => leafDigest(position, recordedAt, hash))).toEqual(leaves.map((leaf) => leaf.toString('hex')));
    expect(new SmallTree(leaves).root().toString('base64')).toBe('I0X9Vd2m7alc8Zt4aqxlWYhYsVILh9u8Fl0zlFvoNts=');
  });
});
