import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSigningKey } from '@casetrail/ledger';
import { originOf, sealSigner } from './seal-key.ts';

const home = fs.mkdtempSync(join(tmpdir(), 'casetrail-seal-key-'));
afterAll(() => fs.rmSync(home, { recursive: true }));

const signer = (file: string, { isProduction = false, origin }: { isProduction?: boolean; origin?: string } = {}) =>
  sealSigner({ seal: { keyFile: join(home, file), stateFile: join(home, 'state'), origin }, isProduction }, originOf('370200'));

describe('the key that seals', () => {
  it('is made once outside production, for this account alone, and is named after the city', () => {
    const made = signer('seal/new.key');
    expect(made?.name).toBe('casetrail.local/370200');
    expect(signer('seal/new.key')?.verifier).toBe(made?.verifier);
    if (process.platform !== 'win32') expect(fs.statSync(join(home, 'seal/new.key')).mode & 0o777).toBe(0o600);
  });
  it('is named as configured', () => expect(signer('named.key', { origin: 'casetrail.test/x' })?.name).toBe('casetrail.test/x'));
  it('is not made in production', () => {
    expect(signer('none.key', { isProduction: true })).toBeUndefined();
    expect(fs.existsSync(join(home, 'none.key'))).toBe(false);
  });
  it('is what somebody made, in production', () => {
    fs.writeFileSync(join(home, 'given.key'), newSigningKey('casetrail.example/370200'), { mode: 0o600 });
    expect(signer('given.key', { isProduction: true })?.name).toBe('casetrail.example/370200');
  });
  it('is refused in production where everybody may read it', () => {
    fs.writeFileSync(join(home, 'open.key'), newSigningKey('casetrail.example/370200'), { mode: 0o644 });
    expect(() => signer('open.key', { isProduction: true })).toThrow('everybody on this machine may read it');
  });
  it('does not seal under another name than it has', () =>
    expect(() => signer('named.key', { origin: 'casetrail.test/y' })).toThrow('seals casetrail.test/x, not casetrail.test/y'));
  it('is not taken from a file that holds something else, and nothing of that file is told', () => {
    fs.writeFileSync(join(home, 'bad.key'), 'PRIVATE+KEY+a+00000000+c2VjcmV0');
    expect(() => signer('bad.key')).toThrow(expect.objectContaining({ message: expect.not.stringContaining('c2VjcmV0') }));
  });
});
