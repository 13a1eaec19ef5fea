import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { type PersonId, personalFields } from '@casetrail/domain';
import { aesKeyWrapper, newerAndOlder } from './key-wrapper.ts';
import { type Place, Unreadable, type Value, open, seal } from './sealing.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const person = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/).map((ulid) => `person-${ulid}` as PersonId);
const place: fc.Arbitrary<Place> = fc.record({ person, field: fc.constantFrom(...personalFields), version: fc.integer({ min: 1, max: 1_000_000 }) });
const value: fc.Arbitrary<Value> = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.string()));
const why = (opening: () => unknown) => {
  try {
    opening();
    return 'opened';
  } catch (error) {
    return error instanceof Unreadable ? error.why : 'another error';
  }
};

describe('what is sealed', () => {
  it('opens where it belongs', () => fc.assert(fc.property(key, place, value, (k, at, what) => expect(open(k, at, seal(k, at, what))).toEqual(what))));
  it('is another one every time', () =>
    fc.assert(fc.property(key, place, value, (k, at, what) => expect(seal(k, at, what).equals(seal(k, at, what))).toBe(false))));
  it('is unreadable with any bit flipped', () =>
    fc.assert(
      fc.property(key, place, value, fc.nat(), (k, at, what, bit) => {
        const sealed = seal(k, at, what);
        const i = bit % (sealed.length * 8);
        sealed[i >> 3] = (sealed[i >> 3] as number) ^ (1 << (i & 7));
        expect(['commitment', 'content']).toContain(why(() => open(k, at, sealed)));
      }),
      { numRuns: 1000 },
    ));
  it('is unreadable cut off anywhere', () =>
    fc.assert(
      fc.property(key, place, value, fc.nat(), (k, at, what, length) => {
        const sealed = seal(k, at, what);
        expect(['commitment', 'content']).toContain(why(() => open(k, at, sealed.subarray(0, length % sealed.length))));
      }),
    ));
  it('is unreadable as that of another person, field or version', () =>
    fc.assert(
      fc.property(key, place, place, value, (k, at, other, what) => {
        fc.pre(at.person !== other.person && at.field !== other.field && at.version !== other.version);
        const sealed = seal(k, at, what);
        for (const part of ['person', 'field', 'version'] as const) expect(why(() => open(k, { ...at, [part]: other[part] }, sealed))).toBe('content');
      }),
    ));
  it('is unreadable with another key', () =>
    fc.assert(
      fc.property(key, key, place, value, (k, other, at, what) => {
        fc.pre(!k.equals(other));
        expect(why(() => open(other, at, seal(k, at, what)))).toBe('commitment');
      }),
    ));
  it('tells nothing of itself in the error', () => {
    const at = { person: 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV' as PersonId, field: 'name', version: 1 } as const;
    const k = randomBytes(32);
    const sealed = seal(k, at, '张三丰');
    sealed[sealed.length - 1]! ^= 1;
    try {
      open(k, at, sealed);
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('张')).toBe(false);
    }
    expect.assertions(1);
  });
});

/** GHASH, bit by bit: what an attacker needs to make one ciphertext that two keys accept. */
const R = 0xe1n << 120n;
const product = (x: bigint, y: bigint): bigint => {
  let z = 0n;
  let v = y;
  for (let i = 127n; i >= 0n; i--) {
    if ((x >> i) & 1n) z ^= v;
    v = v & 1n ? (v >> 1n) ^ R : v >> 1n;
  }
  return z;
};
const power = (x: bigint, n: bigint): bigint => {
  let result = 1n << 127n;
  for (let base = x, e = n; e > 0n; e >>= 1n, base = product(base, base)) if (e & 1n) result = product(result, base);
  return result;
};
const inverse = (x: bigint): bigint => power(x, (1n << 128n) - 2n);
const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
const block = (n: bigint) => Buffer.from(n.toString(16).padStart(32, '0'), 'hex');
const ecb = (k: Buffer, data: Buffer) => {
  const cipher = createCipheriv('aes-256-ecb', k, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
};

describe('one ciphertext for two keys', () => {
  const at: Place = { person: 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV' as PersonId, field: 'name', version: 1 };
  const salt = randomBytes(12);
  const under = (k: Buffer) => Buffer.from(hkdfSync('sha256', k, salt, 'casetrail-vault-encrypt', 32));
  const commitment = (k: Buffer) => Buffer.from(hkdfSync('sha256', k, salt, 'casetrail-vault-commit', 32));
  const aad = Buffer.from(JSON.stringify(['casetrail-vault/v1', at.person, at.field, at.version]));

  /** Chooses the second block so that both keys make the same tag over the same bytes (Dodis, Grubbs, Ristenpart, Woodage 2018). */
  function forged(k1: Buffer, k2: Buffer): { content: Buffer; tag: Buffer } {
    const padded = Buffer.concat([aad, Buffer.alloc((16 - (aad.length % 16)) % 16)]);
    const lengths = (BigInt(aad.length * 8) << 64n) | 256n;
    const first = randomBytes(16);
    const parts = [k1, k2].map((k) => {
      const h = number(ecb(under(k), Buffer.alloc(16)));
      const mask = number(ecb(under(k), Buffer.concat([salt, Buffer.from([0, 0, 0, 1])])));
      let sum = 0n;
      for (let i = 0; i < padded.length; i += 16) sum = product(sum ^ number(padded.subarray(i, i + 16)), h);
      sum = product(sum ^ number(first), h);
      return { h2: product(h, h), rest: product(sum, product(h, h)) ^ product(lengths, h) ^ mask };
    });
    const [a, b] = parts as [(typeof parts)[number], (typeof parts)[number]];
    const second = product(a.rest ^ b.rest, inverse(a.h2 ^ b.h2));
    return { content: Buffer.concat([first, block(second)]), tag: block(product(second, a.h2) ^ a.rest) };
  }

  it('can be made for GCM alone, and is refused by the commitment, whichever of the two keys it names', () => {
    const [k1, k2] = [randomBytes(32), randomBytes(32)];
    const { content, tag } = forged(k1, k2);
    const named = (k: Buffer) => Buffer.concat([salt, commitment(k), tag, content]);
    // Under its own key the tag is right: what comes out is only not JSON. So it gets past GCM, and the attack is a real one.
    for (const [k, other] of [
      [k1, k2],
      [k2, k1],
    ] as const) {
      expect(acceptedByGcm(k, content, tag)).toBe(true);
      expect(why(() => open(k, at, named(other)))).toBe('commitment');
    }
  });

  function acceptedByGcm(k: Buffer, content: Buffer, tag: Buffer): boolean {
    const decipher = createDecipheriv('aes-256-gcm', under(k), salt).setAAD(aad).setAuthTag(tag);
    decipher.update(content);
    try {
      decipher.final();
      return true;
    } catch {
      return false;
    }
  }
});

describe('the key of a person', () => {
  const somebody = 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV' as PersonId;
  const another = 'person-01ARZ3NDEKTSV4RRFFQ69G5FAW' as PersonId;
  const wrapper = aesKeyWrapper(randomBytes(32));
  it('is unwrapped for that person, by what has wrapped it', async () => {
    const k = randomBytes(32);
    const wrapped = await wrapper.wrap(k, somebody);
    expect(await wrapper.unwrap(wrapped, somebody)).toEqual(k);
    await expect(wrapper.unwrap(wrapped, another)).rejects.toMatchObject({ why: 'key' });
    await expect(aesKeyWrapper(randomBytes(32)).unwrap(wrapped, somebody)).rejects.toMatchObject({ why: 'wrapping-key' });
    wrapped.wrapped[20]! ^= 1;
    await expect(wrapper.unwrap(wrapped, somebody)).rejects.toBeInstanceOf(Unreadable);
  });
  it('is still unwrapped by the key before, and wrapped by the newer one', async () => {
    const newer = aesKeyWrapper(randomBytes(32));
    const both = newerAndOlder(newer, wrapper);
    const k = randomBytes(32);
    expect(await both.unwrap(await wrapper.wrap(k, somebody), somebody)).toEqual(k);
    expect(await newer.unwrap(await both.wrap(k, somebody), somebody)).toEqual(k);
  });
});
