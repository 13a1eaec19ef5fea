import { NotASignedNote, checkpointText, newSigningKey, openCheckpoint, openNote, readCheckpointText, signNote, signerOf, verifierOf } from './note.ts';

/** A note that another implementation has signed. */
const foreign = {
  key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  note: 'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
};

const origin = 'casetrail.test/370200';
const signer = signerOf(newSigningKey(origin));
const verifier = verifierOf(signer.verifier);
const root = Buffer.alloc(32, 7);
const checkpoint = { origin, size: 87_856, root };
const text = checkpointText(checkpoint);
const note = signNote(text, signer);
const opening = (changed: string) => () => openCheckpoint(changed, verifier);

describe('a checkpoint', () => {
  it('is three lines, an empty one and a signature', () => {
    expect(note.split('\n')).toEqual([origin, '87856', root.toString('base64'), '', expect.stringMatching(/^— casetrail\.test\/370200 [A-Za-z0-9+/]+=*$/), '']);
    expect(openCheckpoint(note, verifier)).toEqual(checkpoint);
  });

  it('is not accepted when anything in it was changed', () => {
    let accepted = 0;
    for (let i = 0; i < note.length; i++) {
      const other = note[i] === 'A' ? 'B' : 'A';
      try {
        openCheckpoint(note.slice(0, i) + other + note.slice(i + 1), verifier);
        accepted++;
      } catch (error) {
        expect(error).toBeInstanceOf(NotASignedNote);
      }
    }
    expect(accepted).toBe(0);
  });

  it.each([
    ['unsigned', text, /no signatures/],
    ['cut short', note.slice(0, -1), /no signatures/],
    ['with a carriage return', note.replace('\n', '\r\n'), /control characters/],
    ['of somebody else', signNote(text, signerOf(newSigningKey(origin))), /nobody who is known/],
    ['of another log', signNote(checkpointText({ ...checkpoint, origin: 'other.test/1' }), signer), /is of other\.test\/1/],
    ['with a fourth line', signNote(`${text}more\n`, signer), /three lines/],
    ['with a size that is none', signNote(text.replace('87856', '087856'), signer), /no number/],
    ['with a size beyond counting', signNote(text.replace('87856', '9007199254740993'), signer), /no number/],
    ['with a short root', signNote(`${origin}\n1\nAAAA\n`, signer), /no hash/],
    ['with a malformed signature beside a good one', `${note}— someone ???\n`, /malformed/],
    ['longer than a note may be', `${'x'.repeat(70_000)}${note}`, /64 KiB/],
    ['that is no UTF-8', note.replace('370200', '�'), /UTF-8/],
  ])('%s is refused', (_, changed, reason) => {
    expect(opening(changed)).toThrow(NotASignedNote);
    expect(opening(changed)).toThrow(reason);
  });

  it('may carry signatures of others, who are passed over', () => {
    const witness = signerOf(newSigningKey('witness.test'));
    const cosigned = `${note}${signNote(text, witness).split('\n\n')[1]}`;
    expect(openCheckpoint(cosigned, verifier)).toEqual(checkpoint);
    expect(openNote(cosigned, [verifierOf(witness.verifier)])).toBe(text);
  });

  it('reads a text that it wrote', () => expect(readCheckpointText(text)).toEqual(checkpoint));
});

describe('a key', () => {
  it('of another implementation opens what that has signed', () => {
    expect(openNote(foreign.note, [verifierOf(foreign.key)])).toBe('This is an example message.\n');
  });

  it.each(['', 'PRIVATE+KEY+a+00000000+AAAA', signer.verifier, newSigningKey('a').replace(/\+[0-9a-f]{8}\+/, '+00000000+')])('%s is no private key', (key) =>
    expect(() => signerOf(key)).toThrow(RangeError),
  );
  it.each(['', 'a+00000000+AAAA', newSigningKey('a'), signer.verifier.replace(/\+[0-9a-f]{8}\+/, '+00000000+')])('%s is no public key', (key) =>
    expect(() => verifierOf(key)).toThrow(RangeError),
  );
  it('has a name without spaces', () => expect(() => newSigningKey('two words')).toThrow(RangeError));
});
